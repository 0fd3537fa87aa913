"""A foreseen need as one row that others read."""

from typing import Any, Literal

from graph.model import Need


def as_row(need: Need, lang: Literal["zh", "en"] = "zh") -> dict[str, Any]:
    """The need with the fields others rely on, and no more; need and texts in `lang`.

    Days are ISO dates, probabilities fractions; `contact_reason` is a key of `REASONS` or None.
    """
    is_english = lang == "en"
    return {
        "customer_id": need.customer_id,
        "as_of": need.as_of.isoformat(),
        "event": need.event,
        "need": need.need_en if is_english else need.need,
        "probability_30": need.probability_30,
        "probability_90": need.probability_90,
        "probability_180": need.probability_180,
        "window_start": need.window_start.isoformat(),
        "window_end": need.window_end.isoformat(),
        "expected_lead_days": need.expected_lead_days,
        "basis": need.basis,
        "evidence": [
            {
                "signal": one.signal,
                "at": one.at.isoformat(),
                "text": one.text_en if is_english else one.text,
            }
            for one in need.evidence
        ],
        "pack": need.pack,
        "contact": need.contact,
        "contact_reason": need.contact_reason,
    }
