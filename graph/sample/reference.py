"""The sample bank's staff, products, partners and market figures."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from graph.catalogue import Catalogue
from graph.sample.rows import Rows

STAFF: Final = (
    ("a-1", "王敏", "AFP-110203", "advisor"),
    ("a-2", "周岚", "CFP-100118", "second_approver"),
    ("a-3", "何俊", "AFP-110457", "advisor"),
    ("a-4", "林悦", "AFP-110893", "advisor"),
    ("a-5", "沈博", "CFP-100342", "advisor"),
    ("a-6", "罗正", "", "compliance"),
    ("a-7", "曹谨", "", "auditor"),
)
RATES: Final = {
    "GBPCNY": "9.31", "USDCNY": "7.0", "EURCNY": "8.12", "JPYCNY": "0.0462", "HKDCNY": "0.9",
    "AUDCNY": "4.58", "CADCNY": "5.02", "SGDCNY": "5.41", "GBPUSD": "1.33", "EURUSD": "1.16",
    "JPYUSD": "0.0066", "HKDUSD": "0.1286", "AUDUSD": "0.6543", "CADUSD": "0.7171",
    "SGDUSD": "0.7729",
}  # fmt: skip
"""The exchange rates of the sample's last day."""

PRIME: Final = {"LPR_1Y": ("0.03", "0.031"), "LPR_5Y": ("0.035", "0.036")}
"""The loan prime rates of the last year and of the year before."""

DAYS: Final = 730


def add_reference(rows: Rows, catalogue: Catalogue, today: date, seed: int) -> None:
    """Add the reference tables; the last exchange rates stand on `today`."""
    for advisor_id, name, qualification, role in STAFF:
        rows.add(
            "advisors", advisor_id=advisor_id, name=name, qualification_no=qualification,
            team="综合金融一部", role=role, cities=("上海", "杭州"), capacity=120,
        )  # fmt: skip
    begins = date(today.year - 1, 1, 1)
    for product in catalogue.product_rows:
        priced = product.rate_low is not None
        rows.add(
            "products", **product.model_dump(), effective_from=begins,
            rate_source="价目表" if priced else None,
            rate_as_of=today - timedelta(days=3) if priced else None,
        )  # fmt: skip
    for partner in catalogue.partner_rows:
        rows.add("partners", **partner.model_dump())
    _add_market(rows, today, seed)


def _add_market(rows: Rows, today: date, seed: int) -> None:
    rng = random.Random(f"{seed}/market")
    for instrument, last in RATES.items():
        value = float(last)
        for back in range(DAYS):
            day = today - timedelta(days=back)
            if day.weekday() < 5 or back == 0:
                quoted = Decimal(last) if back == 0 else Decimal(f"{value:.6f}")
                rows.add(
                    "market", instrument=instrument, day=day, kind="fx", value=quoted,
                    currency=instrument[3:], source="sample",
                )  # fmt: skip
                value *= 1 + rng.gauss(0, 0.002)
    for back in range(DAYS):
        day = today - timedelta(days=back)
        if day.day == 20:
            for instrument, (late, early) in PRIME.items():
                rows.add(
                    "market", instrument=instrument, day=day, kind="rate",
                    value=Decimal(late if back < 365 else early), source="sample",
                )  # fmt: skip
