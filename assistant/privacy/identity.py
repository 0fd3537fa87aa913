"""Sign-in: names, scrypt-hashed passwords, and a pause after too many wrong ones."""

import hashlib
import hmac
import secrets
import sqlite3
from datetime import datetime, timedelta
from typing import Final, LiteralString

from assistant.privacy.errors import SignInLocked, WrongSignIn
from assistant.privacy.model import Speaker
from assistant.records import Records

MOST_FAILURES: Final = 5
LOCK: Final = timedelta(minutes=15)
COST: Final = 2**14
BLOCK_SIZE: Final = 8
SALT_BYTES: Final = 16

TABLES: Final[tuple[LiteralString, ...]] = (
    """CREATE TABLE IF NOT EXISTS privacy_user (
        username TEXT PRIMARY KEY,
        speaker TEXT NOT NULL,
        salt BLOB NOT NULL,
        hash BLOB NOT NULL
    )""",
    # Failures are counted for unknown names too: a lock must not tell which names exist.
    """CREATE TABLE IF NOT EXISTS privacy_failure (
        username TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        locked_until TEXT
    )""",
)


class Identity:
    """The people who may sign in."""

    def __init__(self, records: Records) -> None:
        self._records = records
        # An unknown name is checked against this, so that it takes as long as a known one.
        self._nobody_salt = secrets.token_bytes(SALT_BYTES)
        self._nobody = _hash(secrets.token_hex(), self._nobody_salt)
        records.declare(TABLES)

    def add(self, username: str, password: str, speaker: Speaker) -> None:
        """Let a person sign in; adding a name again replaces its password and person."""
        salt = secrets.token_bytes(SALT_BYTES)
        row = (username, speaker.model_dump_json(), salt, _hash(password, salt))
        with self._records.transaction() as connection:
            connection.execute(
                "INSERT INTO privacy_user (username, speaker, salt, hash) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (username) DO UPDATE SET speaker = excluded.speaker, "
                "salt = excluded.salt, hash = excluded.hash",
                row,
            )

    def sign_in(self, username: str, password: str, now: datetime) -> Speaker:
        """The person behind the name and the password.

        Raises:
            WrongSignIn: The name is unknown or the password is wrong.
            SignInLocked: Five wrong passwords in a row; the name waits 15 minutes.
        """
        locked_until = self._locked_until(username, now)
        if locked_until is not None:
            raise SignInLocked(locked_until)
        row = self._row(username)
        salt = self._nobody_salt if row is None else bytes(row["salt"])
        kept = self._nobody if row is None else bytes(row["hash"])
        is_right = hmac.compare_digest(_hash(password, salt), kept)
        if row is None or not is_right:
            raise self._failed(username, now)
        with self._records.transaction() as connection:
            connection.execute("DELETE FROM privacy_failure WHERE username = ?", (username,))
        return Speaker.model_validate_json(row["speaker"])

    def speaker(self, username: str) -> Speaker | None:
        """The person behind the name; None where there is none."""
        row = self._row(username)
        return None if row is None else Speaker.model_validate_json(row["speaker"])

    def usernames(self) -> list[str]:
        """Every name that may sign in, sorted."""
        with self._records.reading() as connection:
            rows = connection.execute("SELECT username FROM privacy_user ORDER BY username")
            return [row["username"] for row in rows]

    def _row(self, username: str) -> sqlite3.Row | None:
        with self._records.reading() as connection:
            found = connection.execute("SELECT * FROM privacy_user WHERE username = ?", (username,))
            return found.fetchone()

    def _locked_until(self, username: str, now: datetime) -> datetime | None:
        """When the name may try again; None where it may at `now`."""
        with self._records.reading() as connection:
            row = connection.execute(
                "SELECT locked_until FROM privacy_failure WHERE username = ?", (username,)
            ).fetchone()
        if row is None or row["locked_until"] is None:
            return None
        until = datetime.fromisoformat(row["locked_until"])
        return until if until > now else None

    def _failed(self, username: str, now: datetime) -> WrongSignIn | SignInLocked:
        """Count the failure; what to tell the person."""
        with self._records.transaction() as connection:
            counted = connection.execute(
                "INSERT INTO privacy_failure VALUES (?, 1, NULL) ON CONFLICT (username) "
                "DO UPDATE SET failures = failures + 1 RETURNING failures",
                (username,),
            ).fetchone()
            if counted["failures"] < MOST_FAILURES:
                return WrongSignIn()
            until = now + LOCK
            connection.execute(
                "UPDATE privacy_failure SET failures = 0, locked_until = ? WHERE username = ?",
                (until.isoformat(), username),
            )
        return SignInLocked(until)


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK_SIZE, p=1)
