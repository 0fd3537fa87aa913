"""`advisor sample write`: feeds and truth, in folders of their own."""

from pathlib import Path

from typer.testing import CliRunner

from assistant.channels.cli.app import commands


def test_a_town_is_written_and_its_truth_apart(tmp_path: Path) -> None:
    feeds, truth = tmp_path / "feeds", tmp_path / "truth"
    words = ["sample", "write", str(feeds), "--customers", "20", "--months", "2",
             "--today", "2026-11-23", "--truth", str(truth)]  # fmt: skip
    done = CliRunner().invoke(commands(words), words)
    assert done.exit_code == 0, done.output
    assert "20" in done.output
    assert {one.name for one in truth.iterdir()} == {"attributes.csv", "events.csv"}
    assert (feeds / "customers" / "part-00000.parquet").is_file()
    assert not list(feeds.rglob("*truth*"))


def test_no_customer_at_all_is_refused(tmp_path: Path) -> None:
    words = ["sample", "write", str(tmp_path), "--customers", "0"]
    assert CliRunner().invoke(commands(words), words).exit_code == 2
