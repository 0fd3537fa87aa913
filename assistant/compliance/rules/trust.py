"""Rules of trusts."""

from collections.abc import Iterator

from assistant.compliance.model import Finding
from assistant.compliance.register import Case, block, review, rule


@rule("trust.property")
def trust_property(case: Case) -> Iterator[Finding]:
    """Trust property is lawful and certain; a trust is no shield against creditors.

    Source:
        信托法 7, 15, 16, 34
    """
    if case.says("trust.property.shield"):
        yield block(
            "信托财产须合法、确定且来源清楚，不能用来逃避债务、税款或转移财产；"
            "这类安排可能被撤销，还要承担法律责任。",
            "Trust property is lawful, certain and of known origin; a trust may not evade debts or "
            "taxes or hide assets, and such arrangements can be undone.",
        )
    if any(one.family in {"trust", "family_trust"} for one in case.facts.products):
        yield review(
            "信托事项须由持牌信托公司、律师和税务顾问确认。",
            "A trust is confirmed by a licensed trust company, a lawyer and a tax adviser.",
        )
