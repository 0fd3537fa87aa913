"""What the environment says: the one place that reads it."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import AdvisorError


class BadSettings(AdvisorError):
    """The environment holds a value that cannot be used."""

    code = "bad_settings"


class Settings(BaseSettings):
    """Configuration, named `ADVISOR_<FIELD>` in the environment, and Neo4j's own four names.

    Without `neo4j_uri` the graph is the embedded server below `home`; without `model_url` the
    local engine answers alone. No secret has a default.
    """

    model_config = SettingsConfigDict(
        env_prefix="ADVISOR_", frozen=True, extra="ignore", populate_by_name=True
    )

    home: Path = Path("var")
    """Where everything the program keeps lives."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    demo: bool = True
    """Whether a first start builds the sample bank and its sign-ins."""
    seed: int = 20261123
    """Of the sample bank."""
    sample_customers: int = Field(default=300, ge=10, le=100_000)
    graph_heap: str = Field(default="512m", pattern=r"^[1-9]\d*[mMgG]$")
    """Java heap of the embedded graph server."""
    neo4j_uri: str | None = Field(default=None, validation_alias="NEO4J_URI")
    neo4j_username: str = Field(default="neo4j", validation_alias="NEO4J_USERNAME")
    neo4j_password: SecretStr | None = Field(default=None, validation_alias="NEO4J_PASSWORD")
    neo4j_database: str | None = Field(default=None, validation_alias="NEO4J_DATABASE")
    model_url: str | None = Field(default=None, pattern=r"^https?://")
    """Base address of an OpenAI-compatible endpoint, with its `/v1`."""
    model_name: str = "default"
    model_key: SecretStr | None = None
    model_timeout: float = Field(default=20.0, gt=0, le=120)
    """Seconds one call of the model may take."""
    embedder_folder: Path | None = None
    """A folder with a sentence-transformers model; None for the one the wheel ships."""
    allow_model_hub: bool = False
    """Whether an embedding model may be fetched by name from a hub."""
    families_folder: Path | None = None
    """A folder with tag families of the bank's own, beside those of the project."""
    policy_file_mb: int = Field(default=64, ge=1, le=4096)
    """Megabytes of the largest policy document that is read."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def families_folders(self) -> tuple[Path, ...]:
        """The bank's own folder of tag families; () where it has none."""
        return () if self.families_folder is None else (self.families_folder,)

    @property
    def graph_home(self) -> Path:
        """Where the embedded graph server keeps its data."""
        return self.home / "graph"


def read_settings() -> Settings:
    """The settings of the environment.

    Raises:
        BadSettings: A value cannot be used; the sentence names the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        named = "; ".join(_complaint(one["loc"], one["msg"]) for one in error.errors())
        zh = f"环境变量无法使用：{named}。请改正后再启动。"
        raise BadSettings(zh, f"Settings that cannot be used: {named}. Correct them.") from error


def _complaint(place: tuple[int | str, ...], message: str) -> str:
    name = str(place[0])
    variable = name if name.isupper() else f"ADVISOR_{name.upper()}"
    return f"{variable} ({message})"
