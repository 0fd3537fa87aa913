"""The ledger."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.privacy.ledger import Ledger
from assistant.privacy.model import AUDIT_ACTIONS, AuditAction, AuditEntry
from assistant.records import Records
from tests.builders import NOW


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records.db")


@pytest.fixture
def ledger(records: Records) -> Ledger:
    return Ledger(records)


def entry(action: AuditAction = "plan.draft", customer_id: str | None = "c-1") -> AuditEntry:
    return AuditEntry(
        at=NOW, actor="a-1", action=action, subject="p-1", customer_id=customer_id,
        details={"pack": "study_abroad", "备注": "首版"},
    )  # fmt: skip


def tamper(records: Records, statement: str) -> None:
    with sqlite3.connect(records.path) as connection:
        connection.execute("DROP TRIGGER privacy_ledger_no_update")
        connection.execute("DROP TRIGGER privacy_ledger_no_delete")
        connection.execute(statement)
    connection.close()


def test_rows_come_back_in_order_as_they_were_added(ledger: Ledger):
    added = [ledger.append(entry()), ledger.append(entry("plan.approve"))]
    assert ledger.rows() == added
    assert [row.number for row in added] == [1, 2]
    assert ledger.verify()


def test_an_empty_ledger_holds(ledger: Ledger):
    assert ledger.rows() == []
    assert ledger.verify()


def test_rows_are_chosen_by_action_and_customer(ledger: Ledger):
    ledger.append(entry())
    ledger.append(entry("plan.approve", "c-2"))
    ledger.append(entry("plan.approve"))
    assert [row.number for row in ledger.rows(action="plan.approve")] == [2, 3]
    assert [row.number for row in ledger.rows(customer_id="c-1")] == [1, 3]
    assert [row.number for row in ledger.rows(limit=1)] == [3]


def test_a_row_shares_the_fate_of_its_transaction(ledger: Ledger, records: Records):
    with pytest.raises(ZeroDivisionError), records.transaction() as connection:  # noqa: PT012 - the failure must come after the write, inside the transaction
        ledger.append(entry(), connection)
        _ = 1 / 0
    assert ledger.rows() == []


def test_the_file_refuses_changes_and_removals(ledger: Ledger, records: Records):
    ledger.append(entry())
    for statement in ("UPDATE privacy_ledger SET actor = 'x'", "DELETE FROM privacy_ledger"):
        with (
            pytest.raises(sqlite3.IntegrityError, match="append-only"),
            records.transaction() as connection,
        ):
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE privacy_ledger SET actor = 'someone else' WHERE number = 2", 2),
        ("UPDATE privacy_ledger SET details = '{}' WHERE number = 3", 3),
        ("UPDATE privacy_ledger SET at = '2026-01-01T00:00:00+08:00' WHERE number = 1", 1),
        ("DELETE FROM privacy_ledger WHERE number = 2", 2),
    ],
)
def test_tampering_behind_the_ledgers_back_is_found(
    ledger: Ledger, records: Records, statement: str, broken: int
):
    for _ in range(3):
        ledger.append(entry())
    tamper(records, statement)
    assert not ledger.verify()
    assert ledger.first_broken() == broken


def test_many_writers_at_once_leave_one_unbroken_chain(ledger: Ledger):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ledger.append, [entry()] * 40))
    assert [row.number for row in ledger.rows()] == list(range(1, 41))
    assert ledger.verify()


def test_every_action_is_named_thing_dot_act():
    assert all(action.count(".") == 1 for action in AUDIT_ACTIONS)
    assert len(set(AUDIT_ACTIONS)) == len(AUDIT_ACTIONS)


def test_every_action_is_explained_in_the_docs():
    text = (Path(__file__).parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")
    assert [action for action in AUDIT_ACTIONS if f"`{action}`" not in text] == []
