"""The numbers the rules compare with, each with its source and date."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

import yaml

from graph.values import Value

THRESHOLDS: Final = Path(__file__).parent / "thresholds.yaml"


class Threshold(Value):
    """A limit in `unit` (ratio, months, years or a currency); ratios are fractions."""

    value: Decimal
    unit: Literal["ratio", "months", "years", "CNY", "USD"]
    source: str
    status: Literal["full", "secondary", "bank"]
    since: date


class RuleSettings(Value):
    """Every limit the rules use; a bank may set its own."""

    housing_ratio: Threshold
    all_debt_ratio: Threshold
    housing_term_months: Threshold
    loan_to_value: Threshold
    down_payment: Threshold
    consumer_term_months: Threshold
    business_term_months: Threshold
    other_debt_ratio: Threshold
    self_payment: Threshold
    business_self_payment: Threshold
    large_loan: Threshold
    fx_quota: Threshold
    outbound_due_diligence: Threshold
    elder_age: Threshold
    elder_insurance_age: Threshold
    adult_age: Threshold
    no_capacity_age: Threshold
    child_age: Threshold
    premium_to_income: Threshold
    insurance_long_months: Threshold
    assessment_months: Threshold


def load_settings(path: Path = THRESHOLDS) -> RuleSettings:
    """The limits of a file.

    Raises:
        ValidationError: A limit is missing, unknown or not a number.
    """
    return RuleSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
