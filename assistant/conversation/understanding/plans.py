"""Plans asked for, and what staff do with drafts."""

import re
from typing import Final, Literal

from assistant.conversation.commands import DraftPlan, ReviewPlan
from assistant.conversation.understanding.message import Message

Act = Literal["waiting", "approve", "return", "unmask", "skip_review"]
_PACKS: Final = (
    ("study_abroad_legacy", re.compile(r"留学|出国(?:读|念|上)|海外(?:读|求学)|\b(?:stud(?:y|ying) (?:abroad|overseas)|overseas (?:study|education)|university abroad)\b")),
    ("renovation_wedding", re.compile(r"装修|婚房|结婚|婚礼|\b(?:renovation|wedding|refurbish\w*)\b")),
    ("home_purchase", re.compile(r"购房|买房|房贷|安居|置业|换房|按揭|\b(?:home|house|flat|apartment|mortgage|property)\b")),
    ("family_trust", re.compile(r"信托|传承|遗产|\b(?:trust|legacy|inheritance|succession|estate)\b")),
    ("silver_age", re.compile(r"康养|银发|养老社区|养老院|\b(?:elder care|senior|silver)\b")),
    ("retirement_planning", re.compile(r"养老|退休|\b(?:retire\w*|pension)\b")),
    ("education_growth", re.compile(r"教育|升学|成长|学费|\b(?:education|school|tuition)\b")),
    ("health_life", re.compile(r"健康|健身|医疗|\b(?:health|fitness)\b")),
    ("supply_chain", re.compile(r"供应链|应收账款|备货|\b(?:supply[- ]chain|receivables?)\b")),
    ("cross_border_trade", re.compile(r"外贸|跨境贸易|进出口|锁汇|\b(?:cross-border trade|export|import)\b")),
    ("cross_border_travel", re.compile(r"旅行|旅游|出境|\b(?:travel|trip|holiday)\b")),
    ("low_carbon_card", re.compile(r"低碳|绿色生活|\blow[- ]carbon\b")),
    ("pv_loan", re.compile(r"光伏|\bsolar\b")),
    ("farmer_inclusive", re.compile(r"农户|种植|养殖|农业|\b(?:farm\w*|crop)\b")),
    ("migrant_worker", re.compile(r"务工|新市民|工资卡|\bmigrant\b")),
    ("gen_z_social", re.compile(r"z世代|应届|职场新人|\bgen[- ]?z\b")),
)  # fmt: skip
_SHARE: Final = re.compile(
    r"(?:资料|信息|材料|情况|数据|档案).{0,8}(?:给|发|转|交|提供|共享|分享|同步|递).{0,6}(?:中介|机构|学校|合作|保险公司|开发商|伙伴|顾问公司|对方)"
    r"|(?:给|发|转|交|提供|共享|分享).{0,6}(?:中介|机构|合作方|合作伙伴|学校).{0,10}(?:资料|信息|材料|情况|数据)"
    r"|\b(?:share|send|pass|give|forward|hand)\b.{0,40}\b(?:agency|agent|partners?|school|intermediary|consultancy)\b"
)
_DO: Final = r"(?:出|做|写|拟|准备|定制|起草|草拟|来一?[份个]|弄|规划|制定|生成|整|搞|设计)"
_FOR_CHINESE: Final = re.compile(rf"(?:给|帮|替|为)(?P<who>[^，。,;；!?！？\n]{{1,30}}?){_DO}")
_FOR_ENGLISH: Final = re.compile(
    r"\b(?:for|on behalf of) (?:my |our |the )?(?:client|customer)?,? ?"
    r"(?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}(?: ?\([\w-]+\))?)"
)
_ID: Final = re.compile(r"[\u4e00-\u9fffA-Za-z ]{0,24}[（(]c-[\w-]+[）)]|\bc-\d[\w-]*")
_FAMILY: Final = re.compile(
    r"^(?:我|我们|我家|咱|咱们|俺|自己|家里|孩子|女儿|儿子|闺女|爸妈?|妈妈?|父母|老婆|老公|太太|先生|家人|你|您|大家|客户|他|她|这位客户|我.{0,4})$"
)
_CLIENT_TITLE: Final = re.compile(r"^(?:我的|我们的|这位|那位)?(?:客户|顾客)(?=.)")
_ME: Final = frozenset({"I", "Me", "Us", "UK", "US", "China", "Britain", "America", "London"})
_PLAN_ID: Final = re.compile(r"(?<![\w-])((?:p|plan)-[A-Za-z0-9][\w-]*)", re.IGNORECASE)
_REASON: Final = re.compile(r"(?:因为|由于|理由[是:：]?|原因[是:：]?|because|reason:?)\s*(?P<why>[^。.!！]+)")
_ACTS: Final[tuple[tuple[Act, re.Pattern[str]], ...]] = (
    ("unmask", re.compile(r"明文|掩码|遮|脱敏|打码|星号|真实号|原文|(?:完整|全部|全)(?:的)?(?:身份证|证件|手机|银行卡|卡)|(?:身份证|证件|手机|银行卡).{0,8}(?:完整|全部|全号)|unmask|unredact|in (?:the )?clear|plain ?text|mask|(?:full|complete|whole|clear) .{0,10}(?:id|identity|card|phone|passport)")),
    ("skip_review", re.compile(r"(?:不用|不需要|不必|无需|无须|跳过|免|别|省|不走|绕过|略过|不经).{0,6}(?:复核|审核|审批|审查|复审|人工审|审)|直接(?:提交|发给|发客户|通过|下发|交付|定稿)|skip|without|bypass|no need for|forget the|avoid|waive|directly|straight")),
    ("waiting", re.compile(r"哪些|什么|有没有|多少|几[个份]|列出|看看|看一下|查|待|等|队列|列表|waiting|pending|awaiting|queue|which|what|anything|my (?:reviews|approvals)|to review")),
    ("return", re.compile(r"退回|打回|驳回|退给|send .{0,12}back|\breturn|reject")),
    ("approve", re.compile(r"批准|通过|同意|审批|批了|approve|sign off|go ahead")),
)  # fmt: skip
STAFF_APPROVES: Final = re.compile(
    r"(?:批准|审批通过|审核通过|批了|通过|同意).{0,8}(?:方案|草稿|这份|该|它|p-)|(?:方案|草稿|这份|p-\S+).{0,8}(?:批准|通过|批了吧)|^(?:批准|通过)[吧了。!]*$"
    r"|\b(?:approve|sign off)\b"
)
STAFF_RETURNS: Final = re.compile(r"退回|打回|驳回|\b(?:send .{0,20}back|return (?:the|this|it|plan)|reject)\b")


def plan_id(words: str) -> str | None:
    """The plan a message names by its id; None where it names none."""
    match = _PLAN_ID.search(words)
    return match[1] if match else None


def draft_plan(message: Message) -> DraftPlan:
    """The plan wanted: its pack where named, whose it is, and whether a partner gets the file."""
    pack = next((name for name, one in _PACKS if one.search(message.text)), None)
    return DraftPlan(
        pack=pack,
        customer_words=customer_words(message),
        share_with_partner=shares_with_partner(message.text),
    )


def shares_with_partner(text: str) -> bool:
    """Whether a folded text asks to hand a file to a partner."""
    return bool(_SHARE.search(text))


def customer_words(message: Message) -> str | None:
    """The words that name another person as the one the plan is for; None for the speaker."""
    words = message.words.replace("\u3000", " ")
    if match := _FOR_CHINESE.search(words):
        who = _CLIENT_TITLE.sub("", match["who"].strip())
        return None if _FAMILY.match(who) else who
    if match := _FOR_ENGLISH.search(words):
        return None if match["who"] in _ME else match["who"].strip()
    match = _ID.search(words)
    return match[0].strip() if match else None


def review_plan(message: Message) -> ReviewPlan:
    """What staff want done with a draft."""
    act = next((act for act, one in _ACTS if one.search(message.text)), "waiting")
    why = _REASON.search(message.words) if act in {"return", "unmask"} else None
    return ReviewPlan(
        act=act, plan_id=plan_id(message.words), reason=why["why"].strip() if why else None
    )
