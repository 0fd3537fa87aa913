"""The bench of the portrait: right, missed and wrong, beside the file."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evals.bench.portrait_figures import Cases
from evals.command import UNREADABLE, main
from graph.sample.world import Size, write_world


def texts(*values: str | None) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    return np.array(values, dtype=object)


def test_a_missing_tag_is_not_right_and_a_tag_of_nothing_is_wrong() -> None:
    cases = Cases(
        "basic.place.city",
        true=texts("上海", "上海", None, None),
        told=texts("上海", None, "北京", None),
        filed=texts("北京", "上海", None, None),
    )
    found = cases.figures()
    assert (found["n"], found["right"], found["accuracy"]) == (3, 1, 0.3333)
    assert (found["precision"], found["coverage"]) == (0.5, 0.6667)
    assert (found["filed_n"], found["declared"], found["declared_precision"]) == (2, 0.5, 0.5)


def test_what_nobody_states_has_no_baseline() -> None:
    assert "declared" not in Cases("x", texts("true"), texts("true"), None).figures()


def test_the_portrait_is_more_right_than_the_file(tmp_path: Path) -> None:
    write_world(tmp_path / "feeds", date(2026, 11, 23), Size(300, 14, 0.4), tmp_path / "truth")
    out = tmp_path / "out.json"
    asked = ["--feeds", str(tmp_path / "feeds"), "--truth", str(tmp_path / "truth")]
    assert main(["bench", "portrait", *asked, "--as-of", "2026-11-23", "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    families = found["accuracy"]["families"]
    assert families["basic.demography.age_band_5y"] == 1.0
    assert families["basic.work.income_band"] > 0.5
    assert found["baseline_declared"] < 0.65
    assert found["accuracy"]["repaired"] > found["baseline_declared"]
    assert found["staleness"]["0"] == 0.0
    assert found["seconds"]["full"] > 0


@pytest.mark.parametrize(
    "text", [None, "customer_id,event,event_date\nc-1,home_purchase,2026-01-01\n"]
)
def test_a_file_that_is_no_truth_is_named(tmp_path: Path, text: str | None) -> None:
    write_world(tmp_path / "feeds", date(2026, 11, 23), Size(10, 6, 0.2))
    if text is not None:
        (tmp_path / "attributes.csv").write_text(text, encoding="utf-8")
    asked = ["--feeds", str(tmp_path / "feeds"), "--truth", str(tmp_path)]
    assert main(["bench", "portrait", *asked]) == UNREADABLE


def test_the_bench_needs_feeds_and_truth() -> None:
    assert main(["bench", "portrait"]) == UNREADABLE
