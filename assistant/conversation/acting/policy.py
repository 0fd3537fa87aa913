"""A question a clause answers, or an honest not-found."""

from collections.abc import Iterable
from typing import Final

from assistant.conversation.acting.grounds import hand_over
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import AskPolicy
from assistant.conversation.model import OfferedAct
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation, citation
from knowledge import Clause, Filters, Findings, Passage

QUOTED: Final = 2
"""Clauses quoted in full; further ones are named."""

WITHDRAWAL: Final = "prv.consent_withdraw"

NEAR: Final = 0.85
"""A further clause is quoted when its score is at least this share of the best one's."""


def ask_policy(command: AskPolicy, situation: Situation) -> Outcome:
    """The clauses that answer, quoted; a person where none does."""
    audience = "customer" if situation.context.speaker.is_customer else "staff"
    findings = situation.policies.search(
        command.question, situation.context.today, filters=Filters(audience=audience)
    )
    if not findings.passages:
        return _not_found(findings, situation)
    quoted, named = _split(findings)
    words = [sentence for one in quoted for sentence in _quotation(one)]
    if named:
        labels = [one.clause.citation for one in named]
        words.append(
            both("policy.also", {"labels": "、".join(labels)}, {"labels": ", ".join(labels)})
        )
    if situation.lang == "en" and not all(one.clause.text_en for one in quoted):
        words.append(said("policy.translated"))
    words += _remarked(findings)
    if findings.notice:
        words.append(said("policy.notice", notice=findings.notice))
    cited = tuple(citation(one.clause) for one in (*quoted, *named))
    memory = situation.memory.model_copy(
        update={
            "last_clause_ids": tuple(one.clause_id for one in cited),
            "last_question": command.question,
        }
    )
    acts = _offered((one.clause for one in quoted), situation)
    return Outcome(kind="answered", said=tuple(words), citations=cited, acts=acts, memory=memory)


def _offered(clauses: Iterable[Clause], situation: Situation) -> tuple[OfferedAct, ...]:
    """Who asks about taking a consent back may do it with one click.

    Source:
        个人信息保护法 15
    """
    is_theirs = situation.context.speaker.is_customer and situation.known is not None
    if not is_theirs or not any(WITHDRAWAL in one.rules for one in clauses):
        return ()
    label = "Withdraw my consent" if situation.lang == "en" else "撤回我的同意"
    return (OfferedAct(act="withdraw_consent", target="", label=label),)


def _split(findings: Findings) -> tuple[list[Passage], list[Passage]]:
    """The passages to quote and those to name."""
    best = findings.passages[0]
    if best.found_by == "citation":
        return [one for one in findings.passages if one.found_by == "citation"], []
    near = [one for one in findings.passages if one.score >= best.score * NEAR]
    return near[:QUOTED], near[QUOTED:]


def _quotation(passage: Passage) -> tuple[Said, Said]:
    clause = passage.clause
    return (
        said("policy.answer", label=clause.citation),
        both(
            "policy.quote",
            {"text": _quoted(clause.text)},
            {"text": _quoted(clause.text_en or clause.text)},
        ),
    )


def _quoted(text: str) -> str:
    """The text as the lines of a Markdown quotation."""
    return text.strip().replace("\n", "\n> ")


def _remarked(findings: Findings) -> list[Said]:
    """What a reader must know of the clauses: that two conflict, or that one has ended."""
    return [both("policy.remark", {"text": one.zh}, {"text": one.en}) for one in findings.remarks]


def _not_found(findings: Findings, situation: Situation) -> Outcome:
    who = hand_over("no_ground_found", findings.question, situation)
    return Outcome(
        kind="abstained",
        said=(
            *_remarked(findings),
            both("policy.not_found", {"who": who[0]}, {"who": who[1]}),
        ),
        task_reason="no_ground_found",
    )
