"""The slots a message fills, and the answers to what was asked."""

from typing import Any

import pytest

from assistant.conversation.model import Context, Memory
from assistant.conversation.understanding import LocalEngine
from assistant.privacy.model import Speaker
from tests.builders import NOW

ENGINE = LocalEngine()
SPEAKER = Speaker(username="u", person_id="c-1", name="陈静", role="customer")
CONTEXT = Context(
    conversation_id="v-1", speaker=SPEAKER, customer_id="c-1", now=NOW, channel="chat"
)


def slots(words: str, **memory: Any) -> dict[str, Any]:
    (command,) = ENGINE.understand(words, Memory(**memory), CONTEXT).commands
    return command.model_dump(exclude_defaults=True)


@pytest.mark.parametrize(
    ("words", "memory", "expected"),
    [
        ("年收入30万", {"topic": "mortgage"}, {"income": "25000.00"}),
        ("我俩月收入2.2万和1.4万", {"topic": "mortgage"}, {"household_income": "36000.00"}),
        ("家庭月收入3.6万", {"topic": "mortgage"}, {"household_income": "36000.00"}),
        ("利率涨到4.1%呢", {"topic": "mortgage"}, {"annual_rate": "0.041"}),
        ("lpr降20个基点呢", {"topic": "mortgage"}, {"rate_change": "-0.002"}),
        ("收入降两成呢", {"topic": "mortgage"}, {"income_change": "-0.2"}),
        ("what if our income falls by 20%", {"topic": "mortgage"}, {"income_change": "-0.2"}),
        ("物业费每月380，装修20万", {"topic": "mortgage"}, {"property_fee": "380.00"}),
        ("等额本息和等额本金比一比", {"topic": "mortgage"}, {"method": "both"}),
        ("换成等额本息呢", {"topic": "mortgage"}, {"method": "annuity"}),
        ("月供占收入多少", {"topic": "mortgage"}, {"asks_ratio": "True"}),
        ("契税1.5%呢", {"topic": "mortgage"}, {"deed_tax_rate": "0.015"}),
        ("还了36个月后提前还20万", {"topic": "mortgage"}, {"prepay_after_months": "36"}),
        ("提前还20万，只缩短年限", {"topic": "mortgage"}, {"prepay_way": "shorten"}),
        ("提前还20万，减少月供呢", {"topic": "mortgage"}, {"prepay_way": "reduce"}),
        ("学费每年涨5%呢", {"topic": "study_abroad"}, {"tuition_growth": "0.05"}),
        ("生活费涨3%呢", {"topic": "study_abroad"}, {"living_growth": "0.03"}),
        ("理财收益按2.5%算", {"topic": "study_abroad"}, {"saving_yield": "0.025"}),
        ("汇率按9.31算", {"topic": "study_abroad"}, {"exchange_rate": "9.31"}),
        ("家里月收入5.5万，房贷9800", {"topic": "study_abroad"}, {"mortgage": "9800.00"}),
        ("家里每月开销2.4万", {"topic": "study_abroad"}, {"living_cost": "24000.00"}),
        ("人民币升值5%呢", {"topic": "study_abroad"}, {"fx_change": "0.05"}),
        ("每期费率0.5%呢", {"topic": "instalment"}, {"fee_rate": "0.005"}),
        ("费率降0.5个百分点呢", {"topic": "instalment"}, {"fee_rate_change": "-0.005"}),
        ("没有", {"topic": "mortgage", "asked": "other_debt"}, {"other_debt": "0"}),
        ("英国", {"topic": "study_abroad", "asked": "country"}, {"currency": "GBP"}),
        ("三年", {"topic": "study_abroad", "asked": "years"}, {"years": "3"}),
        ("3", {"topic": "study_abroad", "asked": "years"}, {"years": "3"}),
        ("后年九月", {"topic": "study_abroad", "asked": "starts_on"}, {"starts_on": "2028-09-01"}),
        ("9.31", {"topic": "study_abroad", "asked": "exchange_rate"}, {"exchange_rate": "9.31"}),
        ("三年后", {"topic": "mortgage", "asked": "prepay_after_months"},
         {"prepay_after_months": "36"}),
        ("36", {"topic": "mortgage", "asked": "prepay_after_months"},
         {"prepay_after_months": "36"}),
        ("0.6%", {"topic": "instalment", "asked": "fee_rate"}, {"fee_rate": "0.006"}),
        ("12", {"topic": "instalment", "asked": "months"}, {"months": "12"}),
        ("0.3", {"topic": "mortgage", "asked": "down_ratio"}, {"down_ratio": "0.3"}),
        ("30", {"topic": "mortgage", "asked": "down_ratio"}, {"down_ratio": "0.3"}),
    ],
)  # fmt: skip
def test_a_slot_is_filled(words: str, memory: dict[str, Any], expected: dict[str, str]) -> None:
    seen = {slot: str(value) for slot, value in slots(words, **memory).items()}
    assert expected.items() <= seen.items()


def test_a_spouse_s_income_adds_to_the_one_remembered() -> None:
    memory = {"topic": "mortgage", "slots": {"mortgage": {"income": "22000"}}}
    assert str(slots("老婆1.4万", **memory)["household_income"]) == "36000.00"


def test_a_correction_goes_to_the_loan_where_the_loan_was_given() -> None:
    memory = {"topic": "mortgage", "slots": {"mortgage": {"loan": "1680000"}}}
    assert "loan" in slots("不，是300万", **memory)


def test_a_household_that_tells_its_means_first_is_taken_as_borrowing() -> None:
    told = slots("我月入2.2万，老婆1.4万，车贷每月3500，存款125万")
    assert (told["household_income"], told["other_debt"], told["savings"]) == (36000, 3500, 1250000)
