"""Months as a calendar counts them."""

from datetime import date


def months_between(start: date, end: date) -> int:
    """Months from the month of `start` to the month of `end`; negative where `end` is earlier."""
    return (end.year - start.year) * 12 + end.month - start.month


def month_after(day: date, months: int) -> date:
    """The first day of the month that lies `months` after the month of `day`."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def named(month: date) -> str:
    """The month as YYYY-MM."""
    return f"{month.year:04d}-{month.month:02d}"


def month_of(text: str) -> date:
    """The first day of the month that "2028-09" or "2028-09-15" names.

    Raises:
        ValueError: The text names no month.
    """
    parts = text.split("-")
    return date(int(parts[0]), int(parts[1]), 1)
