"""What a document says of itself: title, number, issuer, kind and days, where they stand there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from knowledge.days import DAY, ENGLISH_DAY, arabic, day, days_in
from knowledge.model import Basis, Value

PEOPLES_REPUBLIC: Final = "中华人民共和国"
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "标题", "名称", "法规名称"),
    "short_title": ("short_title", "简称"),
    "kind": ("kind", "category", "类别", "种类", "效力级别"),
    "issuer": ("issuer", "发文机关", "发布机关", "制定机关", "公布机关", "发布单位", "发布部门"),
    "number": ("number", "文号", "发文字号", "document_number"),
    "promulgated": (
        "promulgated", "last_promulgated_or_amended", "公布日期", "发布日期", "印发日期",
        "发文日期",
    ),
    "effective_from": (
        "effective_from", "effective_stated", "施行日期", "生效日期", "实施日期", "effective_date",
    ),
    "effective_to": ("effective_to", "失效日期", "废止日期"),
    "effective_basis": ("effective_basis",),
    "status": ("status", "时效性", "效力状态"),
    "audience": ("audience", "适用对象"),
    "source": ("source", "来源"),
    "page_title": ("page_title",),
}  # fmt: skip
"""The names under which front matter, tables beside a file and labelled lines give each field."""
LABELLED: Final = ("issuer", "number", "promulgated", "effective_from", "effective_to", "status")
LABEL: Final = {
    field: re.compile(
        rf"(?:{'|'.join(one for one in FIELDS[field] if not one.isascii())})\s*[:：]\s*"
        r"(.{1,60}?)(?=\s*(?:发文机关|发布机关|发布日期|公布日期|生效日期|施行日期|实施日期|时效性|文号|$))"
    )
    for field in LABELLED
}
LAW_TITLE: Final = re.compile(
    r"^(?!第|根据|为了?|依据|《)[^。；：，]{2,70}?"
    r"(?:法|法典|条例|條例|办法|辦法|规定|規定|解释|细则|細則|规则|規則|指引|决定|意见|通知|制度|准则|手册|规程|标准|公告|章程)"
    r"(?:[（(].{1,16}[)）])?$"
)
TITLED_BY: Final = re.compile(
    r"^([\u4e00-\u9fff、]{2,30}?(?:局|部|委员会|会|行|院|办公厅|公司))关于"
)
"""The issuer before the matter: 某某监管局关于……的通知."""
ENGLISH_TITLE: Final = re.compile(
    r"^[A-Z].{3,110}\b(?:Act|Law|Regulations?|Rules?|Policy|Manual|Guidelines?|Directive|Code|Standards?"
    r"|Measures|Provisions|Handbook|Terms|Procedures?|Circular|Notice)\b(?:[ ,(].{0,40})?$"
    r"|^(?:REGULATION|DIRECTIVE|Regulation|Directive|Decision|DECISION)\b.{3,160}$"
    r"|^[A-Z][A-Z ,&()\d/-]{3,110}\b(?:ACT|LAW|REGULATIONS?|RULES?|POLICY|MANUAL|GUIDELINES?|CODE)$"
)
IN_FORCE: Final = re.compile(
    rf"自?{DAY.pattern}日?起?(?:正式)?(?:施行|生效|执行|执行|实施|施行之日)|自{DAY.pattern}日?起"
)
IN_FORCE_ENGLISH: Final = re.compile(
    r"(?:effective|in(?:to)? force|in(?:to)? effect|appl(?:y|ies|icable)|commence[sd]?|operation)"
    rf"\s*(?:date)?\s*[:,]?\s*(?:as of|as from|from|on|with effect from|since)?\s*(?:the\s+)?"
    rf"(?P<day>{ENGLISH_DAY.pattern}|\d{{4}}-\d{{2}}-\d{{2}})",
    re.IGNORECASE,
)
ON_PUBLICATION: Final = re.compile(r"自(?:公布|发布|印发|颁布|發布)之日起(?:施行|实施|执行|生效)")
ORDER: Final = re.compile(
    r"(?:日|[^\u4e00-\u9fff]|^)((?P<issuer>[\u4e00-\u9fff]{2,30}?)令?\s*[〔［\[（(]?\s*\d{4}\s*[〕］\])）]?\s*年?\s*第?\s*\d+\s*号(?:令)?"
    r"|[\u4e00-\u9fff]{2,12}令\s*第\s*[\d一二三四五六七八九十百]+\s*号)"
)
PUBLISHED: Final = re.compile(r"通过|公布|发布|印发|颁布|修正|修订|修改|通過|發布|修訂")
AMENDED: Final = re.compile(r"修正|修订|修改|修訂")
ISSUERS: Final = (
    (re.compile(r"全国人民代表大会常务委员会(?:第.{1,8}次会议|关于)"), "全国人大常委会"),
    (re.compile(r"全国人民代表大会第.{1,4}次会议"), "全国人大"),
    (re.compile(r"国务院(?:令|第.{1,4}次常务会议|办公厅)"), "国务院"),
    (re.compile(r"最高人民法院"), "最高人民法院"),
    (re.compile(r"(?:Issued|Published|Adopted) by\s*:?\s*(?:the\s+)?([A-Z][\w &.-]{3,60})"), ""),
)  # fmt: skip
SIMPLE: Final = str.maketrans("辦規條則細釋", "办规条则细释")
HEAD: Final = 1500
TAIL: Final = 600
ORIGINAL_ONLY: Final = "original_enactment_only"


class Metadata(Value):
    """A document's own description; None where neither it nor what stands beside it says so.

    `told` names the fields given beside the text (front matter, a table of the folder).
    """

    title: str
    short_title: str
    kind: str
    issuer: str | None
    number: str | None
    promulgated: date | None
    effective_from: date | None
    effective_stated: date | None
    effective_basis: Basis
    effective_to: date | None
    status: str | None
    audience: str | None
    told: tuple[str, ...]


class _Days(NamedTuple):
    promulgated: date | None
    amended: date | None
    stated: date | None
    is_on_publication: bool


def metadata(front: Mapping[str, str], head: Sequence[str], end: str, name: str) -> Metadata:
    """What is known of a document.

    `front` is what stands beside the text, `head` the lines before its first clause, `end` its
    last words, `name` that of its file.
    """
    given = fields(front)
    preamble = "\n".join(head)[:HEAD]
    labelled = {
        key: found.group(1) for key, one in LABEL.items() if (found := one.search(preamble))
    }
    known = {**labelled, **given}
    title = given.get("title") or _title(head, given.get("page_title"), name)
    issued = known.get("number") or _number(preamble)
    issuer = known.get("issuer") or _issuer(preamble, title)
    days = _days(known, preamble, end)
    begins, basis = _begins(days, known.get("effective_basis", ""))
    return Metadata(
        title=title,
        short_title=given.get("short_title") or title.removeprefix(PEOPLES_REPUBLIC),
        kind=given.get("kind") or _kind(title, issuer, issued),
        issuer=issuer,
        number=issued,
        promulgated=days.promulgated,
        effective_from=begins,
        effective_stated=days.stated,
        effective_basis=basis,
        effective_to=day(known.get("effective_to")),
        status=known.get("status"),
        audience=given.get("audience"),
        told=tuple(given),
    )


def fields(front: Mapping[str, str]) -> dict[str, str]:
    """What front matter or a row of a table says, under this module's names."""
    named = {str(key).strip().lower(): value for key, value in front.items()}
    found: dict[str, str] = {}
    for field, names in FIELDS.items():
        value = next((named[one].strip() for one in names if named.get(one, "").strip()), "")
        if value:
            found[field] = value
    return found


def _title(head: Sequence[str], page_title: str | None, name: str) -> str:
    candidates = list(_titles(head))
    if candidates:
        inside = re.search(r"《(.{2,60})》", candidates[0])
        within = [one for one in candidates[1:] if inside and one == inside.group(1)]
        return within[0] if within else candidates[0]
    marked = next((one.lstrip("# ").strip() for one in head if one.startswith("# ")), None)
    return marked or re.split(r"\s*[_|]\s*", page_title or "")[0].strip() or name


def _titles(head: Sequence[str]) -> Iterator[str]:
    for line in head[:40]:
        plain = line.strip("# *").strip()
        squeezed = re.sub(r"[（(]\s*\d{4}年.*", "", re.sub(r"\s+", "", plain))
        if LAW_TITLE.match(squeezed):
            yield squeezed
        elif ENGLISH_TITLE.match(plain):
            yield plain


def _number(preamble: str) -> str | None:
    found = ORDER.search(preamble)
    return re.sub(r"\s", "", found.group(1)).removeprefix("日") if found else None


def _issuer(preamble: str, title: str) -> str | None:
    order = ORDER.search(preamble)
    issuer = order.group("issuer") if order else None
    if issuer and order and "令" in order.group():
        return issuer.removeprefix("日").removesuffix("令")
    for pattern, name in ISSUERS:
        found = pattern.search(preamble)
        if found is not None:
            return name or found.group(1).strip()
    titled = TITLED_BY.match(title)
    return titled.group(1) if titled else None


def _kind(title: str, issuer: str | None, issued: str | None) -> str:
    by = f"{issuer or ''}{issued or ''}"
    title = re.sub(r"[（(].{1,16}[)）]$", "", title).translate(SIMPLE)
    if "最高人民法院" in f"{by}{title}" or "法释" in by:
        return "司法解释"
    if title.endswith(("法", "法典")) and not title.endswith("办法"):
        return "法律"
    if "国务院" in by:
        return "行政法规"
    if "令" in (issued or "") and title.endswith(("办法", "规定", "规则", "细则")):
        return "部门规章"
    is_notice = title.endswith(("通知", "意见", "指引", "公告", "决定"))
    return "规范性文件" if is_notice and issued else "规章制度"


def _days(known: Mapping[str, str], preamble: str, end: str) -> _Days:
    promulgated = day(known.get("promulgated"))
    published, amended = _published(preamble)
    told = known.get("effective_from")
    tail = re.sub(r"[ \t\u3000\n]", "", end[-TAIL:])
    squeezed = re.sub(r"[ \t\u3000]", "", preamble)
    stated = day(told) or _stated(tail) or _stated(squeezed) or _stated_english(end, preamble)
    on_publication = "公布之日" in (told or "") or ON_PUBLICATION.search(tail) is not None
    return _Days(promulgated or published, amended or None, stated, on_publication)


def _stated(text: str) -> date | None:
    found = IN_FORCE.search(arabic(text))
    return day(found.group()) if found else None


def _stated_english(end: str, preamble: str) -> date | None:
    for text in (end[-TAIL:], preamble):
        found = IN_FORCE_ENGLISH.search(text)
        if found is not None:
            return day(found.group("day"))
    return None


def _published(preamble: str) -> tuple[date | None, date | None]:
    """The last day of which the preamble says the text was passed or published; or amended."""
    found = list(days_in(preamble))
    ends = [*(place for place, _ in found), len(preamble)][1:]
    said = [
        (one, preamble[place:end][:90])
        for (place, one), end in zip(found, ends, strict=True)
        if not re.match(r"\s*日?\s*起?\s*(?:施行|生效|实施|执行)", preamble[place:])
    ]
    published = [one for one, words in said if PUBLISHED.search(words)]
    amended = [one for one, words in said if AMENDED.search(words)]
    only = [one for one, _ in said] if len(said) == 1 else []
    return max(published or only, default=None), max(amended, default=None)


def _begins(days: _Days, basis: str) -> tuple[date | None, Basis]:
    """The day from which the present words bind, and what that rests on.

    A text whose stated day is that of the original law, amended since, binds in its present words
    from the amendment at the earliest.
    """
    latest = max((one for one in (days.promulgated, days.amended) if one), default=None)
    is_amended = basis.startswith(ORIGINAL_ONLY) or (
        days.stated is not None and days.amended is not None and days.amended > days.stated
    )
    if days.stated and is_amended and latest:
        return max(days.stated, latest), "amended"
    if days.stated:
        return days.stated, "stated"
    if days.is_on_publication and latest:
        return latest, "amended" if days.amended else "promulgated"
    return latest, "unknown"
