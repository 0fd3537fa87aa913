"""Sign-in."""

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.privacy.errors import SignInLocked, WrongSignIn
from assistant.privacy.identity import Identity
from assistant.privacy.model import Speaker
from assistant.records import Records
from tests.builders import NOW

CHEN = Speaker(username="chenjing", person_id="c-1", name="陈静", role="customer")


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    identity = Identity(Records(tmp_path / "records.db"))
    identity.add("chenjing", "right", CHEN)
    return identity


def fail(identity: Identity, times: int, username: str = "chenjing") -> None:
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            identity.sign_in(username, "wrong", NOW)


def test_the_right_password_gives_the_speaker(identity: Identity):
    assert identity.sign_in("chenjing", "right", NOW) == CHEN


def test_adding_a_person_again_changes_nothing_but_the_password(identity: Identity):
    identity.add("chenjing", "right", CHEN)
    identity.add("chenjing", "other", CHEN)
    assert identity.sign_in("chenjing", "other", NOW) == CHEN
    assert identity.usernames() == ["chenjing"]


def test_unknown_names_and_wrong_passwords_are_told_apart_by_nothing(identity: Identity):
    with pytest.raises(WrongSignIn) as wrong:
        identity.sign_in("chenjing", "wrong", NOW)
    with pytest.raises(WrongSignIn) as unknown:
        identity.sign_in("nobody", "wrong", NOW)
    assert str(wrong.value) == str(unknown.value)


@pytest.mark.parametrize("username", ["chenjing", "nobody"])
def test_five_failures_lock_any_name(identity: Identity, username: str):
    fail(identity, 4, username)
    with pytest.raises(SignInLocked) as locked:
        identity.sign_in(username, "wrong", NOW)
    assert locked.value.until == NOW + timedelta(minutes=15)
    assert "10:15" in locked.value.zh
    assert "10:15" in locked.value.en


def test_a_locked_name_cannot_sign_in_even_with_the_right_password(identity: Identity):
    fail(identity, 4)
    with pytest.raises(SignInLocked):
        identity.sign_in("chenjing", "wrong", NOW)
    with pytest.raises(SignInLocked):
        identity.sign_in("chenjing", "right", NOW + timedelta(minutes=14))
    assert identity.sign_in("chenjing", "right", NOW + timedelta(minutes=15)) == CHEN


def test_a_success_forgets_the_failures_before(identity: Identity):
    fail(identity, 4)
    identity.sign_in("chenjing", "right", NOW)
    fail(identity, 4)
    assert identity.sign_in("chenjing", "right", NOW) == CHEN


def test_the_file_holds_no_password(identity: Identity, tmp_path: Path):
    identity.add("wang", "a-secret-nobody-guesses", CHEN)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"a-secret-nobody-guesses" not in kept


def test_speakers_are_found_by_name(identity: Identity):
    assert identity.speaker("chenjing") == CHEN
    assert identity.speaker("nobody") is None
