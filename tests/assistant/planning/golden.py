"""The two golden households and what their figures are, to the cent."""

from typing import Any, Final

STUDY_ABROAD: Final[dict[str, Any]] = {
    "starts_on": "2028-09-01", "years": 3, "currency": "GBP", "tuition": 24000, "living": 14000,
    "oneoff": 3000, "tuition_growth": "0.04", "living_growth": "0.03", "exchange_rate": "9.31",
    "usd_rate": "1.33", "saving_yield": "0.02", "earmarked": 500000, "income": 55000,
    "living_cost": 24000, "debt_service": 9800,
}  # fmt: skip

STAGES: Final = {
    "2028-08": {
        "months": 21, "stage_tuition": "25958.40", "stage_living": "14852.60",
        "stage_oneoff": "3000.00", "stage_total": "43811.00", "stage_total_cny": "407880.41",
        "stage_usd": "58268.63", "stage_usd_documents": "34524.67",
        "stage_usd_quota": "23743.96", "quota_left": "26256.04", "path_balance": "427918.21",
    },
    "2029-08": {
        "months": 33, "stage_tuition": "26996.74", "stage_living": "15298.18",
        "stage_oneoff": "0.00", "stage_total": "42294.91", "stage_total_cny": "393765.65",
        "stage_usd": "56252.24", "stage_usd_documents": "35905.66",
        "stage_usd_quota": "20346.58", "quota_left": "29653.42", "path_balance": "223169.77",
    },
    "2030-08": {
        "months": 45, "stage_tuition": "28076.61", "stage_living": "15757.12",
        "stage_oneoff": "0.00", "stage_total": "43833.73", "stage_total_cny": "408092.01",
        "stage_usd": "58298.86", "stage_usd_documents": "37341.89",
        "stage_usd_quota": "20956.97", "quota_left": "29043.03", "path_balance": "0.00",
    },
}  # fmt: skip

STUDY_RESULTS: Final = {
    "total_foreign": "129939.64", "total_cny": "1209738.07", "total_cny.fx_5": "1270224.98",
    "total_cny.fx_10": "1330711.88", "pv_cny": "1145768.31", "gap_pv": "645768.31",
    "level_saving.departure": "31312.61", "level_saving.last_payment": "14902.12",
    "level_saving.last_payment_fx_10": "17546.16", "surplus_month": "21200.00",
    "lowest_balance": "0.00",
}  # fmt: skip
STUDY_RATIOS: Final = {
    "saving_share.departure": "1.4770", "saving_share.last_payment": "0.7029",
    "saving_share.last_payment_fx_10": "0.8276",
}  # fmt: skip

CASE_KEYS: Final = (
    "payment", "total_interest", "equal_principal_first", "equal_principal_last",
    "equal_principal_decrement", "equal_principal_interest", "interest_saved_by_equal_principal",
)  # fmt: skip
RATIO_KEYS: Final = (
    "housing_ratio", "housing_ratio_with_fee", "all_debt_ratio", "equal_principal_housing_ratio",
    "equal_principal_all_debt_ratio",
)  # fmt: skip

COUPLE: Final = {"income": 36000, "other_debt": 3500, "property_fee": 380}
ALONE: Final = {"income": 22000, "other_debt": 3500, "property_fee": 380}


def case(loan: int, months: int, rate: str, household: dict[str, int]) -> dict[str, Any]:
    return {"loan": loan, "months": months, "annual_rate": rate, **household}


MORTGAGES: Final[dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...], bool]]] = {
    "base_30pct_down": (
        case(1680000, 360, "0.031", COUPLE),
        ("7173.88", "902595.18", "9006.67", "4678.72", "12.06", "783370.00", "119225.18"),
        ("0.1993", "0.2098", "0.2965", "0.2502", "0.3474"), True,
    ),
    "alt_15pct_down": (
        case(2040000, 360, "0.031", COUPLE),
        ("8711.13", "1096008.43", "10936.67", "5681.31", "14.64", "951235.00", "144773.43"),
        ("0.2420", "0.2525", "0.3392", "0.3038", "0.4010"), True,
    ),
    "alt_40y": (
        case(1680000, 480, "0.031", COUPLE),
        ("6111.36", "1253453.56", "7840.00", "3509.04", "9.04", "1043770.00", "209683.56"),
        ("0.1698", "0.1803", "0.2670", "0.2178", "0.3150"), True,
    ),
    "alt_25y": (
        case(1680000, 300, "0.031", COUPLE),
        ("8054.40", "736321.43", "9940.00", "5614.47", "14.47", "653170.00", "83151.43"),
        ("0.2237", "0.2343", "0.3210", "0.2761", "0.3733"), True,
    ),
    "single_income_1680000": (
        case(1680000, 360, "0.031", ALONE),
        ("7173.88", "902595.18", "9006.67", "4678.72", "12.06", "783370.00", "119225.18"),
        ("0.3261", "0.3434", "0.4852", "0.4094", "0.5685"), True,
    ),
    "fail_single_income_price4000000_loan2800000": (
        case(2800000, 360, "0.031", ALONE),
        ("11956.46", "1504325.30", "15011.11", "7797.87", "20.09", "1305616.67", "198708.63"),
        ("0.5435", "0.5607", "0.7026", "0.6823", "0.8414"), False,
    ),
    "rate_plus_100bp": (
        case(1680000, 360, "0.041", COUPLE),
        ("8117.73", "1242383.75", "10406.67", "4682.61", "15.94", "1036070.00", "206313.75"),
        ("0.2255", "0.2360", "0.3227", "0.2891", "0.3863"), True,
    ),
    "income_minus_20pct": (
        case(1680000, 360, "0.031", COUPLE | {"income": 28800}),
        ("7173.88", "902595.18", "9006.67", "4678.72", "12.06", "783370.00", "119225.18"),
        ("0.2491", "0.2623", "0.3706", "0.3127", "0.4343"), True,
    ),
}  # fmt: skip

LOAN: Final = {"loan": 1680000, "annual_rate": "0.031", "months": 360}

OTHERS: Final[list[tuple[str, dict[str, Any], dict[str, str]]]] = [
    (
        "prepayment", LOAN | {"after_months": 36, "prepay": 200000},
        {
            "balance_before": "1573230.39", "balance_after": "1373230.39",
            "reduced_payment": "6261.88", "interest_saved_reduce": "95485.73",
            "months_left": "265", "exact_months_left": "264.4244", "last_payment": "3047.06",
            "months_saved": "59", "interest_saved_shorten": "227385.47",
        },
    ),
    (
        "repricing", LOAN | {"after_months": 24, "rate_change": "-0.002"},
        {"balance_at_repricing": "1609927.63", "repriced_payment": "7002.68"},
    ),
    (
        "max-loan", {"income": 36000, "other_debt": 3500, "annual_rate": "0.031"},
        {"max_loan_by_housing_cap": "4215294.79", "max_loan_by_debt_cap": "4238713.09"},
    ),
    (
        "max-loan", {"income": 22000, "other_debt": 3500, "annual_rate": "0.031"},
        {
            "max_loan_by_housing_cap": "2576013.48", "max_loan_by_debt_cap": "2271575.52",
            "max_loan": "2271575.52",
        },
    ),
    (
        "combination-loan",
        {
            "fund_loan": 600000, "fund_rate": "0.026", "commercial_loan": 1080000,
            "commercial_rate": "0.031", "months": 360,
        },
        {
            "fund_payment": "2402.04", "commercial_payment": "4611.78",
            "combined_payment": "7013.82", "saving_per_month": "160.06",
            "combined_interest": "844973.54",
        },
    ),
    (
        "closing-cash",
        {
            "price": 2400000, "down_ratio": "0.3", "deed_tax_rate": "0.01", "fees": 10000,
            "renovation": 200000, "savings": 1250000, "living": 12000,
            "debt_service": "10673.875494917",
        },
        {
            "down_payment": "720000.00", "deed_tax": "24000.00", "closing_total": "754000.00",
            "emergency_fund": "136043.25", "left_after_closing": "496000.00",
            "left_after_renovation": "296000.00",
        },
    ),
    (
        "closing-cash",
        {
            "price": 2400000, "down_ratio": "0.15", "deed_tax_rate": "0.01", "fees": 10000,
            "renovation": 200000, "savings": 1250000,
        },
        {"closing_total": "394000.00", "left_after_renovation": "656000.00"},
    ),
    (
        "term-life", {"loan": 1680000, "main_income": 22000, "household_income": 36000},
        {"main_cover": "1026666.67", "spouse_cover": "653333.33"},
    ),
    (
        "personal-loan", {"loan": 150000, "annual_rate": "0.036", "months": 60},
        {"loan_payment": "2735.48"},
    ),
    (
        "personal-loan",
        {
            "loan": 300000, "annual_rate": "0.036", "months": 60, "income": 55000,
            "other_debt": 9800,
        },
        {"loan_payment": "5470.97", "loan_interest": "28258.13"},
    ),
    (
        "interest-subsidy", LOAN | {"price": 2400000}, {"subsidy_first_year": "9906.42"},
    ),
    (
        "emergency-fund", {"living": 24000, "debt_service": 9800},
        {"emergency_fund": "202800.00"},
    ),
    (
        "insurance-gap",
        {
            "debts": "1072404.3229", "goals": "1145768.3132", "living": 24000,
            "existing_cover": 500000, "free_assets": 497200, "income": 55000,
        },
        {"family_support": "864000.00", "cover_need": "3082172.64",
         "insurance_gap": "2084972.64", "premium_line": "132000.00"},
    ),
    (
        "instalment-cost",
        {"amount": 3600, "months": 12, "fee_rate": "0.06", "fee_rate_change": "-0.005"},
        {
            "instalment_payment": "318.00", "instalment_fee": "216.00",
            "instalment_payment.changed": "316.50", "instalment_fee.changed": "198.00",
            "fee_saved": "18.00",
        },
    ),
]  # fmt: skip
