"""Where signs of an event are looked for: searches, questions, payments, exchanges."""

from typing import Final, NamedTuple

from graph.hub import Reader

TEXTS: Final = 200_000
"""Different texts of one source that are read, the most frequent first."""


class Source(NamedTuple):
    """A source of signs: SQL for customer_id, day, text, row_id and what of it is shown."""

    name: str
    sql: str
    worded: bool
    """Whether its texts are words, from which parts may be learned, or codes."""
    financial: bool
    """Whether it reads accounts, and so needs the consent to sensitive financial data."""
    feed: str
    kind: str
    """The kind of signal its rows are."""


APP: Final = """
SELECT customer_id, "at"::DATE AS day, {text} AS text, event_id AS row_id,
    coalesce(text, page) AS shown
FROM app_events WHERE {where} AND {text} IS NOT NULL
"""
ASKED: Final = """
SELECT customer_id, "at"::DATE AS day, lower(text) AS text, contact_id AS row_id, NULL AS shown
FROM contacts WHERE coalesce(direction, 'in') = 'in' AND text IS NOT NULL
"""
PAID: Final = """
SELECT customer_id, posted_at::DATE AS day, {text} AS text, transaction_id AS row_id,
    coalesce({shown}, memo, counterparty) AS shown
FROM transactions JOIN owners USING (account_id) WHERE {text} IS NOT NULL AND amount_minor {sign} 0
"""
EXCHANGED: Final = """
SELECT customer_id, traded_at::DATE AS day, concat_ws(':', side, purpose) AS text, fx_id AS row_id,
    currency AS shown FROM fx
"""


def _app(name: str, text: str, where: str, *, worded: bool = True) -> Source:
    sql = APP.format(text=text, where=where)
    kind = name if worded else "view"
    return Source(name, sql, worded, financial=False, feed="app_events", kind=kind)


def _paid(name: str, text: str, kind: str, shown: str = "memo") -> Source:
    sql = PAID.format(text=text, sign=">" if kind == "receipt" else "<", shown=shown)
    worded = text.startswith("lower")
    return Source(name, sql, worded, financial=True, feed="transactions", kind=kind)


SOURCES: Final = (
    *(_app(kind, "lower(text)", f"kind = '{kind}'")
      for kind in ("search", "view", "calculator", "click")),
    _app("page", "page", "kind <> 'login'", worded=False),
    Source("chat", ASKED, worded=True, financial=False, feed="contacts", kind="chat"),
    _paid("payment", "lower(memo)", "payment"),
    _paid("receipt", "lower(memo)", "receipt"),
    _paid("payee", "lower(counterparty)", "payment", "counterparty"),
    _paid("merchant", "mcc", "merchant", "counterparty"),
    _paid("payee_kind", "counterparty_kind", "payment"),
    _paid("payer_kind", "counterparty_kind", "receipt"),
    _paid("abroad", "nullif(counterparty_country, 'CN')", "payment", "counterparty"),
    Source("exchange", EXCHANGED, worded=False, financial=True, feed="fx", kind="exchange"),
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
