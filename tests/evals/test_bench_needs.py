"""The bench of needs: on a small town, and on a bank whose accounts show who borrows."""

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evals.command import UNREADABLE, main
from tests.graph.needs.learning.town import town

HEADS = ("trans_id", "account_id", "date", "type", "operation", "amount", "balance")


def truth(feeds: Path, path: Path) -> None:
    with (feeds / "loans.csv").open(encoding="utf-8") as file:
        rows = [
            (row["customer_id"], "home_purchase", row["granted_on"]) for row in csv.DictReader(file)
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        others = [("c-001", "study_abroad", "2026-08-20"), ("c-001", "moonwalk", "2026-08-20")]
        csv.writer(file).writerows([("customer_id", "event", "event_date"), *rows, *others])


def test_learned_needs_stand_beside_the_rules_and_a_line(tmp_path: Path) -> None:
    feeds, out = tmp_path / "feeds", tmp_path / "needs.json"
    town(feeds)
    truth(feeds, tmp_path / "truth.csv")
    code = main([
        "bench", "needs", "--feeds", str(feeds), "--truth", str(tmp_path / "truth.csv"),
        "--train-until", "2026-07-31", "--test", "2026-08-01", "2026-08-15", "--json", str(out),
    ])  # fmt: skip
    found = json.loads(out.read_text(encoding="utf-8"))
    home = found["events"]["home_purchase"]
    assert code == 0
    assert home["basis"] == "learned"
    assert 0 < home["positives"] < home["n"]
    assert home["auc"] > 0.6
    assert set(found["baselines"]) == {"rules", "logistic"}
    assert home["intervals"]["auc"][0] <= home["auc"] <= home["intervals"]["auc"][1]
    assert set(found["seconds"]) == {"features", "train", "score"}
    assert found["events"]["study_abroad"]["basis"] == "declared"
    assert found["left"]["study_abroad"].startswith("只有 0 例")
    assert found["unknown_events"] == ["moonwalk"]


@pytest.mark.parametrize("words", [[], ["--feeds", "x", "--truth", "y"]])
def test_half_a_question_is_refused(words: list[str]) -> None:
    assert main(["bench", "needs", *words]) == UNREADABLE


def bank(folder: Path, labels: str = "labels_train", *days: date) -> None:
    """Accounts of which those that spend much borrow more often."""
    dice = Random(3)
    rows: dict[str, list[object]] = {name: [] for name in HEADS}
    asked: list[tuple[object, ...]] = [("account_id", "anchor", "y")]
    for account in range(120):
        spends = dice.random()
        for day in range(0, 200, 10):
            at = datetime(1993, 1, 1) + timedelta(days=day)  # noqa: DTZ001 - a day of the file
            kind, amount = ("credit", 900.0) if day % 20 else ("debit", 1500.0 * spends)
            values = (len(rows["date"]), account, at, kind, "cash_withdrawal", amount, 500.0)
            for name, value in zip(HEADS, values, strict=True):
                rows[name].append(value)
        asked += [
            (account, day, int(dice.random() < spends * 0.6))
            for day in days or (date(1993, 7, 31),)
        ]
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table(rows), folder / "trans_to_1993-12-31.parquet")
    with (folder / f"{labels}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(asked)


def test_loans_are_foreseen_from_what_accounts_show(tmp_path: Path) -> None:
    bank(tmp_path / "bank")
    out = tmp_path / "loans.json"
    words = ["bench", "needs", "--loan-timing", str(tmp_path / "bank"), "--json", str(out)]
    assert main(words) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["tested_on"] == "5 folds of accounts"
    assert found["events"]["loan"]["auc"] > 0.6
    assert found["baselines"]["rules"]["loan"]["auc"] > 0.6
    bank(tmp_path / "bank", "labels_test")
    assert main(words) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["tested_on"] == "other labels"


def test_several_months_are_foreseen_each_from_the_others(tmp_path: Path) -> None:
    bank(tmp_path / "bank", "labels_train", date(1993, 6, 30), date(1993, 7, 31))
    out = tmp_path / "loans.json"
    words = ["bench", "needs", "--loan-timing", str(tmp_path / "bank"), "--json", str(out)]
    assert main(words) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["tested_on"] == "2 months, each from the others"
    assert found["events"]["loan"]["n"] == 240
    assert found["events"]["loan"]["calibration_error"] < 0.2


def test_a_folder_without_labels_or_payments_is_named(tmp_path: Path) -> None:
    words = ["bench", "needs", "--loan-timing", str(tmp_path)]
    assert main(words) == UNREADABLE
    (tmp_path / "labels_train.csv").write_text(
        "account_id,anchor\n1,1993-07-31\n", encoding="utf-8"
    )
    assert main(words) == UNREADABLE
    (tmp_path / "labels_train.csv").write_text(
        "account_id,anchor,y\n1,1993-07-31,0\n", encoding="utf-8"
    )
    assert main(words) == UNREADABLE
