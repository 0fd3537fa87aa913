"""What points to life events: searches, questions, payments and currency exchanged."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from graph.catalogue import Catalogue
from graph.hub import Reader

MEMORY: Final = 540
"""Days a signal is remembered."""

SEARCHES: Final = """
WITH wanted AS (SELECT unnest($events) AS event, unnest($phrases) AS phrase)
SELECT customer_id, event, "at"::DATE AS seen_on, kind, arg_max(phrase, length(phrase)) AS phrase,
    any_value(text) AS text, 1 AS share
FROM app_events JOIN wanted ON contains(lower(text), phrase)
WHERE kind IN ('search', 'view', 'calculator', 'click')
  AND "at" >= $since AND "at" < $until AND ($customer IS NULL OR customer_id = $customer)
GROUP BY event_id, customer_id, event, "at", kind
"""
QUESTIONS: Final = """
WITH wanted AS (SELECT unnest($events) AS event, unnest($phrases) AS phrase)
SELECT customer_id, event, "at"::DATE AS seen_on, 'chat' AS kind,
    arg_max(phrase, length(phrase)) AS phrase, NULL AS text, 1 AS share
FROM contacts JOIN wanted ON contains(lower(text), phrase)
WHERE coalesce(direction, 'in') = 'in'
  AND "at" >= $since AND "at" < $until AND ($customer IS NULL OR customer_id = $customer)
GROUP BY contact_id, customer_id, event, "at"
"""
PAYMENTS: Final = """
WITH wanted AS (SELECT unnest($events) AS event, unnest($phrases) AS phrase),
owners AS (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
)
SELECT customer_id, event, posted_at::DATE AS seen_on,
    CASE WHEN any_value(amount_minor) < 0 THEN 'payment' ELSE 'receipt' END AS kind,
    arg_max(phrase, length(phrase)) AS phrase, any_value(coalesce(memo, counterparty)) AS text,
    1 AS share
FROM transactions JOIN owners USING (account_id)
JOIN wanted ON contains(lower(concat_ws(' ', memo, counterparty)), phrase)
WHERE posted_at >= $since AND posted_at < $until
  AND ($customer IS NULL OR customer_id = $customer)
GROUP BY transaction_id, customer_id, event, posted_at
"""
# A merchant seen month after month is a habit and points to little, as does a code of many events.
MERCHANTS: Final = """
WITH wanted AS (SELECT unnest($events) AS event, unnest($codes) AS mcc),
owners AS (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
),
seen AS (
    SELECT customer_id, mcc, posted_at::DATE AS seen_on, any_value(counterparty) AS text
    FROM transactions JOIN owners USING (account_id)
    WHERE amount_minor < 0 AND mcc IS NOT NULL AND posted_at >= $since AND posted_at < $until
      AND ($customer IS NULL OR customer_id = $customer)
    GROUP BY 1, 2, 3
),
habits AS (
    SELECT customer_id, mcc, count(DISTINCT date_trunc('month', seen_on)) AS months
    FROM seen GROUP BY 1, 2
),
shared AS (SELECT mcc, count(*) AS events FROM wanted GROUP BY 1)
SELECT customer_id, event, seen_on, 'merchant' AS kind, mcc AS phrase, text,
    1 / (events * months) AS share
FROM seen JOIN wanted USING (mcc) JOIN habits USING (customer_id, mcc) JOIN shared USING (mcc)
"""
COUNTERPARTIES: Final = """
WITH wanted AS (SELECT unnest($events) AS event, unnest($kinds) AS counterparty_kind),
owners AS (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
)
SELECT customer_id, event, posted_at::DATE AS seen_on, 'payment' AS kind,
    counterparty_kind AS phrase, coalesce(memo, counterparty) AS text, 1 AS share
FROM transactions JOIN owners USING (account_id) JOIN wanted USING (counterparty_kind)
WHERE amount_minor < 0 AND posted_at >= $since AND posted_at < $until
  AND ($customer IS NULL OR customer_id = $customer)
"""
EXCHANGES: Final = """
WITH wanted AS (SELECT unnest($events) AS event, unnest($purposes) AS purpose)
SELECT customer_id, event, traded_at::DATE AS seen_on, 'exchange' AS kind, purpose AS phrase,
    currency AS text, 1 AS share
FROM fx JOIN wanted USING (purpose)
WHERE side IN ('buy', 'remit_out') AND traded_at >= $since AND traded_at < $until
  AND ($customer IS NULL OR customer_id = $customer)
"""


class Signal(NamedTuple):
    """One thing seen of a customer that points to an event."""

    customer_id: str
    event: str
    day: date
    kind: str
    phrase: str
    text: str
    share: float
    """How much of a signal it is, in (0, 1]: less where it points to several events."""


class Scope(NamedTuple):
    """Whose signals are looked for, and up to which day."""

    today: date
    customer_id: str | None
    financial: Collection[str]
    """Customers whose accounts may be read for this."""


def signals(reader: Reader, catalogue: Catalogue, scope: Scope) -> list[Signal]:
    """Every signal of the last eighteen months, by customer, event and day.

    Accounts say nothing of an event the bank does not raise itself: illness or pregnancy is never
    inferred from payments.
    """
    open_events = [one for one in catalogue.events if one.proactive]
    said = [(one.key, word.lower()) for one in catalogue.events for word in one.phrases.both()]
    memos = [(one.key, word.lower()) for one in open_events for word in one.memos]
    codes = [(one.key, code) for one in open_events for code in one.mcc]
    kinds = [(one.key, kind) for one in open_events for kind in one.counterparties]
    purposes = [(one.key, purpose) for one in open_events for purpose in one.fx_purposes]
    spoken = _shared(_found(reader, SEARCHES, scope, "phrases", said))
    asked = _shared(_found(reader, QUESTIONS, scope, "phrases", said))
    financial = [
        *_found(reader, PAYMENTS, scope, "phrases", memos),
        *_found(reader, MERCHANTS, scope, "codes", codes),
        *_found(reader, COUNTERPARTIES, scope, "kinds", kinds),
        *_found(reader, EXCHANGES, scope, "purposes", purposes),
    ]
    allowed = [one for one in financial if one.customer_id in scope.financial]
    return sorted([*spoken, *asked, *allowed])


def _found(
    reader: Reader, sql: str, scope: Scope, name: str, wanted: list[tuple[str, str]]
) -> list[Signal]:
    if not wanted:
        return []
    parameters: dict[str, Any] = {
        "events": [event for event, _ in wanted],
        name: [word for _, word in wanted],
        "since": scope.today - timedelta(days=MEMORY),
        "until": scope.today + timedelta(days=1),
        "customer": scope.customer_id,
    }
    rows = reader.tuples(sql, **parameters)
    return [
        Signal(customer, event, day, kind, phrase, text or phrase, float(share))
        for customer, event, day, kind, phrase, text, share in rows
    ]


def _shared(found: list[Signal]) -> list[Signal]:
    """The same words may point to several events; each then has its part."""
    events: dict[tuple[str, date, str, str], set[str]] = {}
    for one in found:
        events.setdefault((one.customer_id, one.day, one.kind, one.text), set()).add(one.event)
    return [
        one._replace(share=1 / len(events[one.customer_id, one.day, one.kind, one.text]))
        for one in found
    ]
