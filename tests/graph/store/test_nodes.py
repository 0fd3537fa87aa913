"""Values become properties and come back the same."""

from tests.builders import customer


def test_probe():
    assert customer()
