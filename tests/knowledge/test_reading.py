from pathlib import Path

import pytest
from docx import Document as WordDocument
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from knowledge.articles import articles
from knowledge.errors import Unreadable
from knowledge.formats.writing import Writing
from knowledge.reading import read as read_bytes
from tests.knowledge.shelf import LAW, written


def read(path: Path) -> Writing:
    return read_bytes(path.suffix, path.read_bytes())


def numbers(path: Path) -> list[str]:
    return [one.article for one in articles(read(path).body).units]


def test_markdown_and_plain_text_give_the_same_articles(tmp_path: Path) -> None:
    plain = LAW.split("---\n", 2)[2].replace("**", "").replace("#", "")
    assert numbers(written(tmp_path, "law.md", LAW)) == ["1", "2", "3"]
    assert numbers(written(tmp_path, "law.txt", plain)) == ["1", "2", "3"]


def test_text_in_the_older_chinese_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_bytes("第一条 甲方付款。\n第二条 乙方收款。".encode("gb18030"))
    assert numbers(path) == ["1", "2"]


def test_a_web_page_gives_its_articles_headings_and_table_rows(tmp_path: Path) -> None:
    page = (
        "<html><head><style>p{}</style></head><body><nav>首页</nav><h2>第一章 总则</h2>"
        "<p>第一条　甲。</p><p>第二条　乙：</p>"
        "<table><tr><td>级数</td><td>税率</td></tr></table></body></html>"
    )
    lines = read(written(tmp_path, "law.html", page)).lines
    assert lines == ("## 第一章 总则", "第一条　甲。", "第二条　乙：", "级数 | 税率")


def test_a_word_file_gives_its_headings_articles_and_tables(tmp_path: Path) -> None:
    document = WordDocument()
    document.add_heading("第一章 总则", level=1)
    document.add_paragraph("第一条　甲。")
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "级数", "税率"
    document.add_paragraph("第二条　乙。")
    document.save(str(tmp_path / "law.docx"))
    assert read(tmp_path / "law.docx").lines == (
        "# 第一章 总则", "第一条　甲。", "级数 | 税率", "第二条　乙。",
    )  # fmt: skip


def test_a_pdf_loses_its_running_head_and_page_numbers(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "law.pdf"))
    for page, (first, second) in enumerate((("一", "二"), ("三", "四"), ("五", "六"))):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 800, "国家样例监督管理总局规章")
        canvas.drawString(72, 700, f"第{first}条 贷款人应当审慎经营，加强管")
        canvas.drawString(72, 680, "理。")
        canvas.drawString(72, 660, f"第{second}条 借款人应当诚实守信。")
        canvas.drawString(72, 40, f"- {page + 1} -")
        canvas.showPage()
    canvas.save()
    found = articles(read(tmp_path / "law.pdf").body).units
    assert [one.article for one in found] == ["1", "2", "3", "4", "5", "6"]
    assert found[0].text == "贷款人应当审慎经营，加强管理。"
    assert found[1].text == "借款人应当诚实守信。"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("picture.png", b"\x89PNG", "不支持"),
        ("broken.pdf", b"no pdf at all", "PDF"),
        ("broken.docx", b"no docx at all", "DOCX"),
        ("empty.txt", b"", "没有可读的文字"),
        ("odd.txt", b"\xff\xfe\x00\x81\x30", "编码"),
        ("front.md", b"---\na: [\n---\ntext", "信息栏"),
    ],
    ids=["unknown kind", "damaged pdf", "damaged docx", "empty", "odd encoding", "front matter"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        read(tmp_path / name)


def test_front_matter_that_is_no_table_is_left_aside(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.md", "---\njust words\n---\n正文。")).front == {}
