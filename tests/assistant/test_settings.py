from pathlib import Path

import pytest

from assistant.settings import BadSettings, Settings, read_settings


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ADVISOR_{name.upper()}", raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_an_empty_environment_is_enough_and_holds_no_secret() -> None:
    settings = read_settings()
    assert settings.home == Path("var")
    assert settings.model_key is None
    assert settings.neo4j_password is None


def test_variables_are_read_with_their_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_PORT", "8123")
    monkeypatch.setenv("ADVISOR_MODEL_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("ADVISOR_MODEL_KEY", "k")
    settings = read_settings()
    assert settings.port == 8123
    assert settings.model_url == "http://127.0.0.1:9/v1"
    assert "k" not in repr(settings.model_key)


def test_neo4js_own_names_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:7687")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    settings = read_settings()
    assert settings.neo4j_uri == "bolt://127.0.0.1:7687"
    assert settings.neo4j_password is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADVISOR_PORT", "http"),
        ("ADVISOR_PORT", "70000"),
        ("ADVISOR_MODEL_URL", "localhost:8080"),
        ("ADVISOR_GRAPH_HEAP", "lots"),
        ("ADVISOR_LOG_LEVEL", "loud"),
        ("ADVISOR_MODEL_TIMEOUT", "0"),
    ],
)
def test_a_bad_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=name) as caught:
        read_settings()
    assert caught.value.code == "bad_settings"


def test_settings_may_be_given_by_field_name(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, neo4j_uri="bolt://h:1")
    assert settings.neo4j_uri == "bolt://h:1"
