import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from knowledge import Library
from knowledge.limits import Limits
from tests.knowledge.shelf import LAW, MANUAL, written


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def test_an_archive_gives_its_files_and_the_table_beside_them(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "in.zip", {"m.md": MANUAL.encode()})
    table = "file,number\nlaw.md,样例令第1号\n".encode()
    outer = zipped(
        tmp_path / "all.zip",
        {"a/law.md": LAW.encode(), "a/index.csv": table, "in.zip": inner.read_bytes()},
    )
    library = Library(tmp_path / "home")
    report = library.add([outer])
    assert sorted(report.added) == ["样例信息法", "样例外汇规则"]
    assert library.editions("样例信息法")[0].number == "样例令第1号"


def test_members_that_escape_are_refused_and_nothing_is_written_outside(tmp_path: Path) -> None:
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as package:
        for name, content in (("../../out.md", LAW), ("/abs.md", LAW), ("good.md", LAW)):
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            package.addfile(member, io.BytesIO(content.encode()))
        link = tarfile.TarInfo("link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        package.addfile(link)
    zipped(tmp_path / "slip.zip", {"../slip.md": LAW.encode()})
    report = Library(tmp_path / "home").add([path, tmp_path / "slip.zip"])
    assert report.added == ("样例信息法",)
    assert len(report.refused) == 4
    assert all("未读取" in reason for _, reason in report.refused)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["evil.tar.gz", "home", "slip.zip"]


def test_a_bomb_is_noticed_before_it_bursts(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"big.txt": b"0" * 20_000_000})
    report = Library(tmp_path / "home").add([bomb])
    assert "压缩炸弹" in report.refused[0][1]


@pytest.mark.parametrize("name", ["broken.zip", "broken.tar.gz"])
def test_a_damaged_archive_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no archive at all")
    assert "已损坏" in Library(tmp_path / "home").add([tmp_path / name]).refused[0][1]


def test_a_file_above_the_limit_is_refused_in_clear_words(tmp_path: Path) -> None:
    big = written(tmp_path, "big.txt", LAW * 50)
    library = Library(tmp_path / "home", limits=Limits(file_bytes=1024))
    assert "超过上限" in library.add([big]).refused[0][1]


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path, "law.md", LAW)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.md").symlink_to(tmp_path / "law.md")
    report = Library(tmp_path / "home").add([folder])
    assert (report.added, [name for name, _ in report.refused]) == ((), ["link.md"])


def test_the_same_title_and_day_with_other_words_is_refused_and_the_first_stands(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder, "a.md", LAW)
    written(folder, "b.md", LAW.replace("取得同意", "取得书面同意"))
    report = Library(tmp_path / "home").add([folder])
    assert (report.added, [name for name, _ in report.refused]) == (("样例信息法",), ["b.md"])
