import os
import socket
from pathlib import Path

import pytest

from assistant.channels.claims import (
    GRAPH_LOCK,
    SetupFailed,
    claimed_home,
    claimed_port,
    holder,
    require_packages,
)


def test_a_home_is_made_and_held_by_its_process(tmp_path: Path) -> None:
    home = tmp_path / "bank" / "var"
    with claimed_home(home):
        assert holder(home) == os.getpid()
        assert holder(home, GRAPH_LOCK) is None
    assert holder(home) is None


def test_a_second_claim_is_refused_with_the_first_ones_process(tmp_path: Path) -> None:
    with claimed_home(tmp_path), pytest.raises(SetupFailed) as caught, claimed_home(tmp_path):
        pass
    assert str(os.getpid()) in caught.value.zh
    assert "ADVISOR_HOME" in caught.value.en


def test_a_home_is_free_again_after_its_service(tmp_path: Path) -> None:
    for _ in range(2):
        with claimed_home(tmp_path):
            assert (tmp_path / "serve.lock").is_file()


def test_nobody_holds_a_home_that_is_not_there(tmp_path: Path) -> None:
    assert holder(tmp_path / "nowhere") is None


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SetupFailed, match="ADVISOR_HOME"), claimed_home(tmp_path / "file" / "var"):
        pass


def test_a_port_is_kept_until_it_is_closed() -> None:
    with claimed_port("127.0.0.1", _free()) as listener:
        port: int = listener.getsockname()[1]
        with pytest.raises(SetupFailed, match="ADVISOR_PORT"):
            claimed_port("127.0.0.1", port)
    claimed_port("127.0.0.1", port).close()


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(SetupFailed):
        claimed_port("192.0.2.1", _free())


def test_missing_packages_are_named() -> None:
    require_packages(["json"])
    with pytest.raises(SetupFailed, match="no_such_package") as caught:
        require_packages(["json", "no_such_package"])
    assert "make run" in caught.value.zh


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
