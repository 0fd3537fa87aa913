"""The fourteen sections of a plan, written from its dossier."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from assistant.planning.choices import named
from assistant.planning.dossier import Dossier
from assistant.planning.figures import Table, half_up, one_language
from assistant.planning.household import monthly_payment, months_left
from assistant.planning.model import Assumption, Change, Line, Section
from assistant.planning.products import FAMILIES
from assistant.planning.scribe import Action, Template, Words, words_of
from graph.offers import Product

SECTIONS: Final[tuple[tuple[str, str, str], ...]] = (
    ("cover", "封面与身份", "Cover"),
    ("need", "需求与依据", "Need and its evidence"),
    ("finances", "财务现状", "Finances today"),
    ("assumptions", "假设", "Assumptions"),
    ("numbers", "测算", "Figures"),
    ("options", "备选方案", "Options"),
    ("products", "产品建议", "Products"),
    ("protection", "保障与应急", "Protection and emergency"),
    ("fx_law", "购付汇与专项合规", "Currency and special rules"),
    ("risks", "风险揭示", "Risks"),
    ("suitability", "适当性说明", "Suitability"),
    ("evidence", "证据与引用", "Evidence and citations"),
    ("actions", "下一步", "Next steps"),
    ("approval", "审核与版本", "Approval and versions"),
)
DECISIONS: Final = {
    "block": ("拦截", "block"), "review": ("人工审核", "review"), "disclose": ("提示", "disclose"),
    "mask": ("脱敏", "mask"), "log": ("记录", "log"),
}  # fmt: skip
PURPOSES: Final = {
    "home_purchase": "购房 / home", "study_abroad": "留学 / study",
    "renovation": "装修 / renovation",
    "car": "购车 / car", "consumption": "消费 / consumption", "business": "经营 / business",
}  # fmt: skip


def sections(dossier: Dossier, changes: tuple[Change, ...]) -> tuple[Section, ...]:
    """All fourteen sections in order; `changes` are those of every version so far."""
    common, own = words_of("common"), words_of(dossier.planner.pack)
    written: list[Section] = []
    for number, (key, title, title_en) in enumerate(SECTIONS):
        lines = dossier.scribe.lines(_templates(key, common, own))
        lines += _added(key, dossier, changes)
        section = Section(
            number=number, key=key, title=title, title_en=title_en, lines=lines,
            tables=_tables(key, dossier, own),
        )  # fmt: skip
        written.append(section)
    return tuple(written)


def _templates(key: str, common: Words, own: Words) -> Iterable[Template]:
    extras = own.sections.get("extras", ()) if key == "fx_law" else ()
    return (*common.sections.get(key, ()), *own.sections.get(key, ()), *extras)


def _added(key: str, dossier: Dossier, changes: tuple[Change, ...]) -> tuple[Line, ...]:
    writers: dict[str, Callable[[Dossier], Iterable[Line]]] = {
        "need": _signals,
        "assumptions": _assumptions,
        "numbers": _notes,
        "products": _products,
        "suitability": _matches,
        "evidence": _evidence,
        "actions": _actions,
    }
    if key == "approval":
        return tuple(_change(one, dossier) for one in changes)
    return tuple(writers[key](dossier)) if key in writers else ()


def _signals(dossier: Dossier) -> Iterable[Line]:
    needs = () if dossier.file is None else dossier.file.needs
    for need in needs:
        if need.pack == dossier.planner.pack and need.status == "open":
            for seen in need.evidence:
                yield Line(
                    text=f"信号（{seen.at}）：{seen.text}；您可以查看并提出异议。",
                    text_en=f"Signal ({seen.at}): {seen.text_en or seen.text}; "
                    "you may see and contest it.",
                )


def _assumptions(dossier: Dossier) -> Iterable[Line]:
    return (_assumption(one, dossier) for one in dossier.assumptions)


def _assumption(one: Assumption, dossier: Dossier) -> Line:
    figures = dossier.figures
    keys = [f"given.{one.key}{end}" for end in ("", ".low", ".high")]
    known = [key for key in keys if key in figures]
    value = [figures[known[0]].worded(lang) for lang in ("zh", "en")] if known else named(one)
    band, band_en = "", ""
    if len(known) == len(keys):
        low, high = (figures[key].printed for key in keys[1:])
        band, band_en = f"（低 {low}，高 {high}）", f" (low {low}, high {high})"
    zh = "，示意" if one.is_illustrative else ""
    en = ", illustrative" if one.is_illustrative else ""
    source, source_en = (one_language(one.source, lang) for lang in ("zh", "en"))
    return Line(
        text=f"{one.label}：{value[0]}{band}；来源：{source}，{one.as_of}{zh}。",
        text_en=f"{one.label_en}: {value[1]}{band_en}; source: {source_en}, {one.as_of}{en}.",
        figures=tuple(known),
    )


def _notes(dossier: Dossier) -> Iterable[Line]:
    notes = zip(dossier.calculation.notes, dossier.calculation.notes_en, strict=True)
    return (Line(text=f"注：{zh}", text_en=f"Note: {en}") for zh, en in notes)


def _products(dossier: Dossier) -> Iterable[Line]:
    for family in dossier.selection.families:
        zh, en = FAMILIES.get(family, (family, family))
        found = dossier.selection.of(family)
        yield Line(
            text=f"品类：{zh}" + ("。" if found else "（目前没有适合的在售产品）。"),
            text_en=f"Family: {en}" + ("." if found else " (nothing suitable on sale today)."),
        )
        yield from (_product(one, dossier) for one in found)


def _product(product: Product, dossier: Dossier) -> Line:
    start = f"product.{product.code}."
    keys = tuple(key for key in dossier.figures if key.startswith(start))
    parts, parts_en = _product_parts(product, dossier, start)
    name, name_en = product.name, product.name_en or product.name
    return Line(
        text=f"{name}（{product.code}）：{'；'.join(parts)}；可单独拒绝。",
        text_en=f"{name_en} ({product.code}): {'; '.join(parts_en)}; may be refused separately.",
        figures=keys,
    )


def _product_parts(product: Product, dossier: Dossier, start: str) -> tuple[list[str], list[str]]:
    figures = dossier.figures
    level = product.risk_level or "不适用"
    parts = [f"发行人 {product.issuer or '本行'}", f"风险等级 {level}"]
    parts_en = [f"issuer {product.issuer or 'the bank'}", f"risk {product.risk_level or 'n/a'}"]
    low, high = figures.get(start + "rate_low"), figures.get(start + "rate_high")
    if low is not None and high is not None:
        day = f"{low.source}，{low.as_of}"
        parts.append(f"参考区间 {low.printed}–{high.printed}（{day}，不代表实际收益或成交利率）")
        parts_en.append(f"range {low.printed}–{high.printed} ({day}, no promise)")
    for key, zh, en in (("term", "期限", "term"), ("min_amount", "起点", "from")):
        figure = figures.get(start + key)
        if figure is not None:
            parts.append(f"{zh} {figure.worded('zh')}")
            parts_en.append(f"{en} {figure.worded('en')}")
    if product.fee:
        parts.append(f"费用 {product.fee}")
        parts_en.append(f"fees {product.fee}")
    if product.disclosures:
        parts.append(f"文件 {'、'.join(product.disclosures)}")
        parts_en.append(f"documents {', '.join(product.disclosures)}")
    return parts, parts_en


def _matches(dossier: Dossier) -> Iterable[Line]:
    assessed = None if dossier.file is None else dossier.file.risk_level(dossier.today)
    if assessed is None:
        return
    for one in dossier.selection.products:
        if one.risk_level is not None:
            yield Line(
                text=f"{one.name}（{one.code}，{one.risk_level}）与 {assessed.level} 等级匹配，"
                "金额由您与顾问按支付能力确定。",
                text_en=f"{one.code} ({one.risk_level}) matches level {assessed.level}; the amount"
                " is settled with the advisor within your means.",
            )


def _evidence(dossier: Dossier) -> Iterable[Line]:
    for one in dossier.verdicts:
        zh, en = DECISIONS[one.decision]
        held = dossier.clauses.get(one.rule, ())
        yield Line(
            text=f"规则 {one.rule}（{one.title}）：{zh}——{one.reason}",
            text_en=f"Rule {one.rule} ({one.title_en}): {en} — {one.reason_en}",
            rules=(one.rule,),
            citations=tuple(clause.clause_id for clause in held),
        )
    for clause in dossier.citations:
        yield Line(
            text=f"《{clause.document}》{clause.label}：{clause.quote}",
            text_en=f"{clause.document}, {clause.label}: {clause.quote}",
            citations=(clause.clause_id,),
        )


def _actions(dossier: Dossier) -> Iterable[Line]:
    actions = words_of(dossier.planner.pack).actions
    return (_action(number, one, dossier) for number, one in enumerate(actions, start=1))


def _action(number: int, action: Action, dossier: Dossier) -> Line:
    deadline = dossier.today + timedelta(days=action.days)
    return Line(
        text=f"{number}. {action.zh}；负责人：{action.owner}；截止：{deadline}；"
        f"前置：{action.depends}；完成凭证：{action.proof}。",
        text_en=f"{number}. {action.en}; owner: {action.owner_en}; by {deadline}; "
        f"after: {action.depends_en}; proof: {action.proof_en}.",
    )


def _change(change: Change, dossier: Dossier) -> Line:
    listed = "；".join(_edit(change, key, dossier, "zh") for key in change.after)
    listed_en = "; ".join(_edit(change, key, dossier, "en") for key in change.after)
    head = f"第 {change.version} 版，{change.at.date()}，{change.by}：{change.summary}"
    head_en = f"Version {change.version}, {change.at.date()}, {change.by}: {change.summary}"
    return Line(
        text=f"{head}（{listed}）。" if listed else f"{head}。",
        text_en=f"{head_en} ({listed_en})." if listed else f"{head_en}.",
    )


def _edit(change: Change, key: str, dossier: Dossier, lang: str) -> str:
    figure = dossier.figures.get(key.replace("assumption.", "given."))
    label = key if figure is None else figure.label_en if lang == "en" else figure.label
    return f"{label} {change.before.get(key, '—')} → {change.after[key]}"


def _tables(key: str, dossier: Dossier, own: Words) -> tuple[Table, ...]:
    if key == "numbers":
        tables = (one for one in dossier.calculation.tables if one.key != "quota")
        return (*map(dossier.scribe.table, own.tables), *tables)
    if key == "fx_law":
        return tuple(one for one in dossier.calculation.tables if one.key == "quota")
    if key == "finances" and dossier.file is not None:
        return tuple(one for one in (_assets(dossier), _debts(dossier)) if one.rows)
    return ()


def _assets(dossier: Dossier) -> Table:
    file = dossier.file
    accounts = [] if file is None else [one for one in file.accounts if one.closed_on is None]
    holdings = () if file is None else file.holdings
    kinds = {"current": "活期 / current", "term": "定期 / term", "foreign": "外币 / foreign"}
    rows = [
        (kinds[one.kind], "—", f"{half_up(one.balance):,} {one.currency}", str(one.as_of or "—"))
        for one in accounts
    ]
    rows += [
        (
            one.product_name or one.product_code, one.risk_level or "—",
            f"{half_up(one.value):,} {one.currency}", str(one.as_of or "—"),
        )
        for one in holdings
    ]  # fmt: skip
    return Table(
        key="assets", title="资产明细", title_en="Assets",
        columns=("资产", "风险等级", "金额", "截至"),
        columns_en=("Asset", "Risk", "Amount", "As of"), rows=tuple(rows),
    )  # fmt: skip


def _debts(dossier: Dossier) -> Table:
    loans = () if dossier.household is None else dossier.household.loans
    rows = tuple(
        (
            PURPOSES.get(one.purpose, one.purpose),
            f"{half_up(one.outstanding):,}",
            f"{half_up(one.annual_rate * 100)}%",
            str(months_left(one, dossier.today)),
            f"{half_up(monthly_payment(one, dossier.today)):,}",
        )
        for one in loans
    )
    return Table(
        key="debts", title="负债明细（元）", title_en="Debts (CNY)",
        columns=("用途", "未还本金", "年利率", "剩余期数", "月还款"),
        columns_en=("Purpose", "Outstanding", "Annual rate", "Months left", "Payment"), rows=rows,
    )  # fmt: skip
