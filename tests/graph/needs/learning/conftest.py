"""A town learned from once, for all that is asked of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.catalogue import load_catalogue
from graph.hub import Reader
from graph.needs.learning import Champion, Training, train
from tests.graph.needs.learning.town import LAST, reading, town


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The feeds of the town."""
    folder = tmp_path_factory.mktemp("town")
    town(folder)
    return folder


@pytest.fixture(scope="session")
def reader(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The town as loaded."""
    with reading(tmp_path_factory.mktemp("hub"), feeds) as held:
        yield held


@pytest.fixture(scope="session")
def training(reader: Reader) -> Training:
    """What was learned of the town on its last day."""
    return train(reader, load_catalogue(), LAST)


@pytest.fixture(scope="session")
def champion(training: Training) -> Champion:
    """The models learned so."""
    return Champion("test", training)
