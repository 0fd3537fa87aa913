"""Where signs of an event are looked for: searches, questions, payments, exchanges."""

from typing import Final, NamedTuple

from graph.hub import Reader

TEXTS: Final = 200_000
"""Different texts of one source that are read, the most frequent first."""


class Source(NamedTuple):
    """A source of signs: SQL for customer_id, day and text, and what it may be used for."""

    name: str
    sql: str
    worded: bool
    """Whether its texts are words, from which parts may be learned, or codes."""
    financial: bool
    """Whether it reads accounts, and so needs the consent to sensitive financial data."""


APP: Final = """
SELECT customer_id, "at"::DATE AS day, lower(text) AS text FROM app_events
WHERE kind = '{kind}' AND text IS NOT NULL
"""
PAID: Final = """
SELECT customer_id, posted_at::DATE AS day, {text} AS text
FROM transactions JOIN owners USING (account_id) WHERE {text} IS NOT NULL AND amount_minor {sign} 0
"""


def _paid(name: str, text: str, sign: str, *, worded: bool = True) -> Source:
    return Source(name, PAID.format(text=text, sign=sign), worded, financial=True)


SOURCES: Final = (
    *(Source(kind, APP.format(kind=kind), True, False)
      for kind in ("search", "view", "calculator", "click")),
    Source("page", "SELECT customer_id, \"at\"::DATE AS day, page AS text FROM app_events "
           "WHERE page IS NOT NULL AND kind <> 'login'", False, False),
    Source("chat", "SELECT customer_id, \"at\"::DATE AS day, lower(text) AS text FROM contacts "
           "WHERE coalesce(direction, 'in') = 'in' AND text IS NOT NULL", True, False),
    _paid("payment", "lower(memo)", "<"),
    _paid("receipt", "lower(memo)", ">"),
    _paid("payee", "lower(counterparty)", "<"),
    _paid("merchant", "mcc", "<", worded=False),
    _paid("payee_kind", "counterparty_kind", "<", worded=False),
    _paid("payer_kind", "counterparty_kind", ">", worded=False),
    _paid("abroad", "nullif(counterparty_country, 'CN')", "<", worded=False),
    Source("exchange", "SELECT customer_id, traded_at::DATE AS day, "
           "concat_ws(':', side, purpose) AS text FROM fx", False, True),
)  # fmt: skip
"""Every source, in a fixed order."""


def texts(reader: Reader, source: Source, until: object) -> list[str]:
    """The different texts of a source up to the day, the most frequent first."""
    rows = reader.tuples(
        f"SELECT text, count(*) AS seen FROM ({source.sql}) WHERE day <= $until "
        f"GROUP BY 1 ORDER BY seen DESC, text LIMIT {TEXTS}",
        until=until,
    )
    return [text for text, _ in rows]
