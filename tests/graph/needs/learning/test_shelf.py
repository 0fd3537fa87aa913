"""Models on the shelf: kept, compared, read again, given up, and what is told of them."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.catalogue import load_catalogue
from graph.hub import Reader
from graph.needs.learning import (
    Champion,
    DamagedModel,
    ModelOfAnotherVersion,
    NoEarlierModel,
    NothingLearned,
    Training,
    card,
    drift,
    in_use,
    keep,
    load,
    roll_back,
    versions,
)
from graph.needs.learning.labels import LEARNED

CATALOGUE = load_catalogue()
DAY = date(2026, 5, 1)
EVENT = "home_purchase"


def ranked_by(training: Training, low: float, high: float) -> Training:
    """The same training, its average precision said to lie between two figures."""
    learned = training.events[EVENT]
    later: dict[str, Any] = learned.figures["later"]
    later |= {"intervals": later["intervals"] | {"average_precision": [low, high]}}
    changed = replace(learned, figures=learned.figures | {"later": later})
    return replace(training, events=training.events | {EVENT: changed})


def test_models_are_kept_read_again_and_given_up(
    training: Training, reader: Reader, tmp_path: Path
) -> None:
    assert load(tmp_path) is None
    first, second = (keep(tmp_path, training).champion for _ in range(2))
    assert versions(tmp_path) == [second.version, first.version]
    again = load(tmp_path)
    assert again is not None
    before = Champion("test", training).score(reader, CATALOGUE, DAY).within["home_purchase"][90]
    after = again.score(reader, CATALOGUE, DAY).within["home_purchase"][90]
    assert np.allclose(before, after, equal_nan=True)
    assert roll_back(tmp_path).version == first.version
    with pytest.raises(NoEarlierModel):
        roll_back(tmp_path)


def test_a_model_of_another_version_is_not_used(training: Training, tmp_path: Path) -> None:
    path = tmp_path / "models" / keep(tmp_path, training).champion.version / "model.json"
    held = json.loads(path.read_text(encoding="utf-8")) | {"format": 0}
    path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(ModelOfAnotherVersion, match="needs train"):
        load(tmp_path)


@pytest.mark.parametrize("spoil", ["model.json", "home_purchase.txt"])
@pytest.mark.parametrize("text", ["", "{", "tree\nversion=v4\n"])
def test_a_damaged_model_says_what_to_do(
    spoil: str, text: str, training: Training, tmp_path: Path
) -> None:
    folder = tmp_path / "models" / keep(tmp_path, training).champion.version
    (folder / spoil).write_text(text, encoding="utf-8")
    with pytest.raises(DamagedModel, match=r"(?s)已损坏.*rollback"):
        load(tmp_path)
    assert keep(tmp_path, training).used


def test_a_model_file_that_is_gone_is_damaged(training: Training, tmp_path: Path) -> None:
    folder = tmp_path / "models" / keep(tmp_path, training).champion.version
    (folder / "home_purchase.txt").unlink()
    with pytest.raises(DamagedModel):
        in_use(tmp_path)


def test_a_challenger_gives_way_to_models_that_are_better_beyond_doubt(
    training: Training, tmp_path: Path
) -> None:
    first = keep(tmp_path, ranked_by(training, 0.5, 0.7))
    weak = keep(tmp_path, ranked_by(training, 0.2, 0.4))
    assert not weak.used
    assert weak.worse == {EVENT: "0.200 – 0.400 < 0.500 – 0.700"}
    assert in_use(tmp_path).version == first.champion.version
    alike = keep(tmp_path, ranked_by(training, 0.3, 0.6))
    assert alike.used
    assert versions(tmp_path) == [alike.champion.version, first.champion.version]


def test_a_card_tells_both_languages_what_was_learned_from(
    training: Training, tmp_path: Path
) -> None:
    with pytest.raises(NothingLearned, match="needs train"):
        card(tmp_path, "zh")
    version = keep(tmp_path, training).champion.version
    held = json.loads(card(tmp_path, None))
    assert held["version"] == version
    assert set(held["events"]) | set(held["left"]) == set(LEARNED)
    assert "fx" in held["missing_feeds"]
    assert held["feeds"]["customers"] == 240
    for told, words in (
        (card(tmp_path, "zh"), ("公平性", "局限", "缺少的数据源", "采用")),
        (card(tmp_path, "en"), ("Fairness", "Limits", "Missing feeds", "chosen")),
    ):
        assert version in told
        assert all(one in told for one in words)
        assert "{" not in told
    (tmp_path / "models" / version / "card.zh.md").unlink()
    with pytest.raises(DamagedModel):
        card(tmp_path, "zh")


def test_a_card_measures_groups_by_what_is_no_feature(training: Training) -> None:
    groups = training.events[EVENT].figures["fairness"]
    assert set(groups) == {"age_band", "gender", "region"}
    for of in groups.values():
        assert (
            sum(one["positives"] for one in of.values())
            == training.events[EVENT].figures["positives"]
        )
    band = max(groups["age_band"].values(), key=lambda one: one["positives"])
    assert 0 <= band["found"] <= 1
    assert band["foreseen"] == pytest.approx(band["came"], abs=0.1)


def test_every_kind_stands_beside_the_line_and_the_rules_with_its_interval(
    training: Training,
) -> None:
    kinds = training.events[EVENT].figures["kinds"]
    assert set(kinds) == {"boosted", "logistic", "blend", "rules"}
    for one in kinds.values():
        low, high = one["intervals"]["auc"]
        assert low <= one["auc"] <= high


def test_nothing_has_moved_on_the_day_the_models_were_learned_and_much_a_long_time_after(
    champion: Champion, reader: Reader
) -> None:
    spread = champion.training.spread
    last = champion.training.snapshots[-1]
    same = drift(champion.training, champion.score(reader, CATALOGUE, last))
    moved = drift(champion.training, champion.score(reader, CATALOGUE, date(2027, 11, 20)))
    names = {one.name for one in same}
    assert names == {one for one in spread if not one.startswith("season_")}
    assert f"probability.{EVENT}" in names
    assert any(one.startswith("word.") for one in names)
    by = {one.name: one for one in same}
    assert all(one.verdict == "stable" for one in same if not one.name.startswith("prob"))
    assert by["income"].by == pytest.approx(0.0, abs=1e-9)
    assert moved[0].verdict == "strong"
    assert {one.verdict for one in moved} == {"stable", "slight", "strong"}
