"""The real embedding model: found through Maven, and near in meaning is near in vectors."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import DIMENSIONS, Embedder, find_embedder

pytestmark = pytest.mark.graph


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    if shutil.which("mvn") is None:
        pytest.skip("没有 Maven，取不到向量模型 / no Maven, so the embedding model cannot be had")
    cache: Path = tmp_path_factory.mktemp("models") / "bge"
    found = find_embedder(None, cache)
    assert found is not None
    return found


def test_vectors_have_unit_length_whatever_the_batch(model: Embedder) -> None:
    texts = [f"第{number}条 提前还款" + "利息" * number for number in range(70)]
    vectors = model.documents(texts)
    assert vectors.shape == (70, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[3], model.question(texts[3]), atol=0.02)


def test_what_is_near_in_meaning_is_near_in_vectors(model: Embedder) -> None:
    clauses = [
        "借款人提前返还借款的，应当按照实际借款的期间计算利息。",
        "个人有权撤回其同意。",
        "禁止分拆购汇。",
    ]
    nearness = model.documents(clauses) @ model.question("提前还房贷利息怎么算？")
    assert int(np.argmax(nearness)) == 0
