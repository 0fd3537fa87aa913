"""What a customer is told when something happens to their plan."""

from datetime import datetime

from assistant.planning.model import Plan
from assistant.service.model import Delivery


def plan_ready(plan: Plan, now: datetime) -> Delivery:
    """The plan was reviewed and is here to read and answer."""
    return Delivery(
        id=f"d-{plan.id}-{plan.version}-plan",
        customer_id=plan.customer_id,
        kind="plan",
        text=f"您的“{plan.title}”已审核通过，可以查看并答复，有效期至 {plan.valid_until}。",
        text_en=f'Your plan "{plan.title_en}" has been reviewed and approved. '
        f"You can read and answer it until {plan.valid_until}.",
        plan_id=plan.id,
        delivered_at=now,
    )


def plan_returned(plan: Plan, now: datetime) -> Delivery:
    """The plan is being improved; the reviewer's reasons stay inside the bank."""
    return Delivery(
        id=f"d-{plan.id}-{plan.version}-returned",
        customer_id=plan.customer_id,
        kind="plan_returned",
        text=f"您的“{plan.title}”正在进一步完善，完成审核后会第一时间告诉您。",
        text_en=f'Your plan "{plan.title_en}" is being improved; '
        "we will let you know as soon as it has been reviewed.",
        plan_id=plan.id,
        delivered_at=now,
    )


def plan_rejected(plan: Plan, now: datetime) -> Delivery:
    """The plan will not come; the advisor gets in touch."""
    return Delivery(
        id=f"d-{plan.id}-{plan.version}-rejected",
        customer_id=plan.customer_id,
        kind="message",
        text=f"您的“{plan.title}”暂不适合按原设想推进，客户经理会与您联系，一起看看其他办法。",
        text_en=f'Your plan "{plan.title_en}" cannot go ahead as it was; '
        "your advisor will contact you about other ways.",
        plan_id=plan.id,
        delivered_at=now,
    )
