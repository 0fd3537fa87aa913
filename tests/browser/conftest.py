"""The real server as a process, and a real Chromium."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

STARTING = 300.0
"""Seconds a first start may take: it builds the sample bank and its library."""
ENTRY = "from assistant.channels.cli import main; main()"
"""What the console script `advisor` runs."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shots", default=None, help="a folder for screenshots of the walks")


@dataclass(frozen=True)
class Server:
    """Where the server answers, and the password of its demo sign-ins."""

    address: str
    password: str


Shot = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home, port = tmp_path_factory.mktemp("home"), free_port()
    log = home / "serve.txt"
    command = [
        "env", f"ADVISOR_HOME={home / 'var'}", f"ADVISOR_PORT={port}",
        "ADVISOR_SAMPLE_CUSTOMERS=20", sys.executable, "-c", ENTRY, "serve",
    ]  # fmt: skip
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield Server(f"http://127.0.0.1:{port}", announced_password(process, log))
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def announced_password(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """The password the server prints once it answers."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"^\s*chenjing\s+(\S+)", log.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[1]
        time.sleep(0.5)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(f"No Chromium is installed; looked for {', '.join(CHROMIUM)}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def outside() -> list[str]:
    """Addresses of other machines a page asked for, and errors pages reported."""
    return []


@pytest.fixture
def page_of(
    chromium: Browser, server: Server, outside: list[str]
) -> Iterator[Callable[[str], Page]]:
    """A page of its own for a person, signed in."""
    opened: list[Page] = []

    def signed_in(username: str) -> Page:
        context = chromium.new_context(
            locale="zh-CN", viewport={"width": 1440, "height": 900}, base_url=server.address
        )
        page = context.new_page()
        opened.append(page)
        page.set_default_timeout(30_000)
        watch(page, server.address, outside)
        page.goto("/")
        page.fill("#username", username)
        page.fill("#password", server.password)
        page.click("button.main")
        return page

    yield signed_in
    for page in opened:
        page.context.close()


def watch(page: Page, address: str, outside: list[str]) -> None:
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda one: None if one.url.startswith(own) else outside.append(one.url))
    page.on("pageerror", lambda error: outside.append(str(error)))


@pytest.fixture(scope="session")
def shot(request: pytest.FixtureRequest) -> Shot:
    """Keeps a screenshot where a folder for them was given."""
    folder = request.config.getoption("--shots", default=None)

    def keep(page: Page, name: str) -> None:
        if folder is None:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")

    return keep
