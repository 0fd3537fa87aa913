"""The typed commands a message is understood as. Both engines produce them; only code acts on them.

Slots carry what the message newly says; None means it says nothing of it. Amounts are `Decimal`
in `currency` (CNY where none is said), ratios fractions, terms months.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from graph.model import Purpose
from graph.values import Value


class AskPolicy(Value):
    """A question a policy clause answers; `question` is the question in the speaker's words."""

    name: Literal["ask_policy"] = "ask_policy"
    question: str


class ComputeMortgage(Value):
    """Payments, interest, ratios, stress, prepayment or repricing of a housing loan."""

    name: Literal["compute_mortgage"] = "compute_mortgage"
    price: Decimal | None = None
    down_payment: Decimal | None = None
    down_ratio: Decimal | None = None
    loan: Decimal | None = None
    annual_rate: Decimal | None = None
    months: int | None = None
    method: Literal["annuity", "equal_principal", "both"] | None = None
    rate_change: Decimal | None = None
    income_change: Decimal | None = None
    prepay_amount: Decimal | None = None
    prepay_after_months: int | None = None
    prepay_way: Literal["shorten", "reduce", "compare"] | None = None
    income: Decimal | None = None
    household_income: Decimal | None = None
    other_debt: Decimal | None = None
    living: Decimal | None = None
    property_fee: Decimal | None = None
    savings: Decimal | None = None
    renovation: Decimal | None = None
    fees: Decimal | None = None
    deed_tax_rate: Decimal | None = None
    fund_loan: Decimal | None = None
    fund_rate: Decimal | None = None
    renovation_loan: Decimal | None = None
    renovation_rate: Decimal | None = None
    repricing_change: Decimal | None = None
    repricing_after_months: int | None = None
    asks_ratio: bool = False
    sole_income: bool | None = None


class ComputeMaxLoan(Value):
    """How much may be borrowed under the 50/60 % caps."""

    name: Literal["compute_max_loan"] = "compute_max_loan"
    income: Decimal | None = None
    household_income: Decimal | None = None
    other_debt: Decimal | None = None
    annual_rate: Decimal | None = None
    months: int | None = None
    price: Decimal | None = None
    down_ratio: Decimal | None = None
    sole_income: bool | None = None


class ComputeStudyAbroad(Value):
    """Cost, staging and saving for study abroad; foreign amounts are in `currency`."""

    name: Literal["compute_study_abroad"] = "compute_study_abroad"
    country: str | None = None
    currency: str | None = None
    level: str | None = None
    starts_on: date | None = None
    years: int | None = None
    tuition: Decimal | None = None
    living: Decimal | None = None
    oneoff: Decimal | None = None
    tuition_growth: Decimal | None = None
    living_growth: Decimal | None = None
    saving_yield: Decimal | None = None
    earmarked: Decimal | None = None
    income: Decimal | None = None
    living_cost: Decimal | None = None
    mortgage: Decimal | None = None
    exchange_rate: Decimal | None = None
    fx_change: Decimal | None = None
    asks: Literal["cost", "saving", "quota"] | None = None


class ComputeSavingsGoal(Value):
    """The level saving that reaches an amount by a time."""

    name: Literal["compute_savings_goal"] = "compute_savings_goal"
    goal: Decimal | None = None
    months: int | None = None
    by: date | None = None
    start_with: Decimal | None = None
    annual_yield: Decimal | None = None
    monthly: Decimal | None = None


class ComputeInstalmentCost(Value):
    """The true annual cost of paying by instalments with a flat fee."""

    name: Literal["compute_instalment_cost"] = "compute_instalment_cost"
    amount: Decimal | None = None
    months: int | None = None
    fee_rate: Decimal | None = None
    fee_rate_change: Decimal | None = None
    asks: Literal["fee", "annual_rate", "reward"] | None = None


class ShowPortrait(Value):
    """What the bank knows about the customer."""

    name: Literal["show_portrait"] = "show_portrait"


class ContestTag(Value):
    """The customer says something the bank believes of them is wrong."""

    name: Literal["contest_tag"] = "contest_tag"
    words: str


class DraftPlan(Value):
    """A plan is wanted, of `pack` where named; `customer_words` name an advisor's client."""

    name: Literal["draft_plan"] = "draft_plan"
    pack: str | None = None
    customer_words: str | None = None
    share_with_partner: bool = False


class ShowPlan(Value):
    """Where is my plan, what does it say."""

    name: Literal["show_plan"] = "show_plan"
    plan_id: str | None = None


class WithdrawConsent(Value):
    """A consent is withdrawn; `purpose` None means the speaker did not say which."""

    name: Literal["withdraw_consent"] = "withdraw_consent"
    purpose: Purpose | None = None
    everything: bool = False


class GiveConsent(Value):
    """A consent is given."""

    name: Literal["give_consent"] = "give_consent"
    purpose: Purpose | None = None


class TalkToPerson(Value):
    """The customer wants a person."""

    name: Literal["talk_to_person"] = "talk_to_person"
    topic: str | None = None


class Rebalance(Value):
    """The customer asks to rearrange what they hold, or what suits them."""

    name: Literal["rebalance"] = "rebalance"


class ShowHoldings(Value):
    """What do I hold."""

    name: Literal["show_holdings"] = "show_holdings"


class ReportFraud(Value):
    """Fraud or loss is reported."""

    name: Literal["report_fraud"] = "report_fraud"
    words: str


class Complain(Value):
    """A complaint."""

    name: Literal["complaint"] = "complaint"
    words: str


class WhyThisOffer(Value):
    """Why does the bank speak of this need."""

    name: Literal["why_this_offer"] = "why_this_offer"


class NotInterested(Value):
    """The foreseen need is waved off; `event` where the words name one."""

    name: Literal["not_interested"] = "not_interested"
    event: str | None = None


class DenyNeed(Value):
    """What the bank guesses of the customer is not so."""

    name: Literal["deny_need"] = "deny_need"


class ForbidUse(Value):
    """Never use these to foresee needs; () means what the need last spoken of rests on.

    A signal is named as the graph does: a kind ("search", "chat"), a source ("own_transactions"),
    or one signal ("search:雅思").
    """

    name: Literal["forbid_use"] = "forbid_use"
    signals: tuple[str, ...] = ()


class AllowUse(Value):
    """What was forbidden may be used again."""

    name: Literal["allow_use"] = "allow_use"


class AnswerSafety(Value):
    """The answer to the talk about a transfer: the customer's own, or help is wanted."""

    name: Literal["answer_safety"] = "answer_safety"
    is_mine: bool = False


class SetLanguage(Value):
    """Speak Chinese or English from here on."""

    name: Literal["set_language"] = "set_language"
    lang: Literal["zh", "en"]


class SmallTalk(Value):
    """A greeting, thanks, goodbye, who are you."""

    name: Literal["small_talk"] = "small_talk"
    kind: Literal["greeting", "thanks", "goodbye", "identity", "other"] = "other"


class Cancel(Value):
    """Stop what is being asked about."""

    name: Literal["cancel"] = "cancel"


class ReviewPlan(Value):
    """Staff act on drafts in the chat; `act` waiting lists them."""

    name: Literal["review_plan"] = "review_plan"
    act: Literal["waiting", "approve", "return", "unmask", "skip_review"]
    plan_id: str | None = None
    reason: str | None = None


class OutOfScope(Value):
    """Nothing this assistant does; `topic` where it is a known refusal (a named stock, weather)."""

    name: Literal["out_of_scope"] = "out_of_scope"
    topic: str | None = None


Command = Annotated[
    AskPolicy | ComputeMortgage | ComputeMaxLoan | ComputeStudyAbroad | ComputeSavingsGoal
    | ComputeInstalmentCost | ShowPortrait | ContestTag | DraftPlan | ShowPlan | WithdrawConsent
    | GiveConsent | TalkToPerson | Rebalance | ShowHoldings | ReportFraud | Complain
    | WhyThisOffer | NotInterested | DenyNeed | ForbidUse | AllowUse | AnswerSafety | SetLanguage
    | SmallTalk | Cancel | ReviewPlan | OutOfScope,
    Field(discriminator="name"),
]  # fmt: skip
"""Any command, told apart by `name`."""
