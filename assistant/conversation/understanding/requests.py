"""Commands that carry no amounts: plans, consents, reviews, and the rest."""

import re
from collections.abc import Callable
from typing import Final, cast

from assistant.conversation.commands import (
    AskPolicy,
    Cancel,
    Command,
    Complain,
    ContestTag,
    GiveConsent,
    NotInterested,
    OutOfScope,
    Rebalance,
    ReportFraud,
    SetLanguage,
    ShowHoldings,
    ShowPlan,
    ShowPortrait,
    SmallTalk,
    TalkToPerson,
    WhyThisOffer,
    WithdrawConsent,
)
from assistant.conversation.understanding.lexicon import lexicon
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.plans import draft_plan, plan_id, review_plan
from graph.model import Purpose

_PURPOSES: Final[tuple[tuple[Purpose, re.Pattern[str]], ...]] = tuple(
    (cast("Purpose", name), re.compile(pattern))
    for name, pattern in (
        ("marketing_contact", r"营销|推销|广告|促销|打电话|短信|联系我|推送|给我推|\b(?:marketing|promotion\w*|advert\w*|contact(?:ing)? me|calls|messages|emails)\b"),
        ("partner_share", r"中介|合作|第三方|机构|外面|别人|保险公司|共享|分享|\b(?:partners?|third part\w+|agenc\w+|shar(?:e|ing)|insurer|school)\b"),
        ("health", r"手环|健康|运动数据|步数|心率|\b(?:health|wristband|fitness|wearable|steps)\b"),
        ("location", r"位置|定位|行踪|\b(?:location|gps|whereabouts)\b"),
        ("federated_learning", r"联邦学习|联合建模|\bfederated\b"),
        ("outside_provident_fund", r"公积金|\b(?:provident|housing) fund\b"),
        ("outside_social_security", r"社保|\bsocial (?:security|insurance)\b"),
        ("outside_tax", r"税务|个税|纳税|\btax\b"),
        ("outside_ecommerce", r"电商|淘宝|京东|购物平台|网购|\be-?commerce\b"),
        ("need_prediction", r"预测|需求|\b(?:predict\w*|forecast\w*|needs?)\b"),
        ("sensitive_financial", r"敏感|流水|交易|账户(?:数据|信息|流水)|消费(?:记录|数据)|\b(?:sensitive|transactions?|spending|account data)\b"),
        ("profiling", r"分析|画像|标签|个性化|\b(?:analy[sz]\w*|profil\w*|personali[sz]\w*)\b"),
    )
)  # fmt: skip
_EVERYTHING: Final = re.compile(r"所有|全部|统统|一切|任何|都(?:撤|取消|删|收回)|全(?:都)?(?:撤|取消|删)|\b(?:all|everything|entirely|any of)\b|delete my data")
_ERASE: Final = re.compile(r"(?:删|清除|抹掉|delete|erase)")
_EVENTS: Final = {
    name: re.compile(pattern)
    for name, pattern in (
        ("study_abroad", r"留学|出国(?!旅|游|玩)|\bstud(?:y|ying) (?:abroad|overseas)\b"),
        ("home_purchase", r"买房|购房|房子|房贷|\b(?:buy(?:ing)? a (?:house|home|flat)|mortgage|home purchase|house)\b"),
        ("renovation", r"装修|\brenovat\w+"),
        ("marriage", r"结婚|婚礼|\b(?:marriage|wedding|marry\w*)\b"),
        ("childbirth", r"生育|生孩子|怀孕|宝宝|\b(?:newborn|baby|pregnan\w+)\b"),
        ("gaokao_university", r"高考|上大学"),
        ("child_k12", r"入学|升学|幼儿园|小升初|\bprimary school\b"),
        ("first_job", r"第一份工作|初入职场|\bfirst job\b"),
        ("job_change", r"跳槽|换工作|失业|离职|\b(?:chang\w+ jobs?|laid off|unemploy\w+)\b"),
        ("income_jump", r"升职|年终奖|加薪|\b(?:bonus|promotion)\b"),
        ("business_start", r"创业|开公司|个体户|\bstart(?:ing)? a business\b"),
        ("supply_chain_growth", r"供应链|备货|订单贷|\binventory finance\b"),
        ("cross_border_trade", r"外贸|跨境贸易|结汇|\bexport\b"),
        ("retirement_prep", r"退休规划|养老(?:规划|金)|养老$|\bretirement plan\w*"),
        ("retirement", r"退休|\bretir\w+"),
        ("elder_care", r"父母养老|养老院|护工|\b(?:nursing home|elder care)\b"),
        ("illness", r"医疗|住院|手术|\b(?:surgery|hospital)\b"),
        ("vehicle_purchase", r"买车|换车|购车|车贷|\b(?:car loan|buy(?:ing)? a car|new car)\b"),
        ("relocation", r"搬家|迁居|落户|\b(?:relocat\w+|moving (?:house|city))\b"),
        ("inheritance", r"继承|传承|遗产|遗嘱|信托|\b(?:inherit\w+|trust)\b"),
        ("divorce", r"离婚|\bdivorc\w+"),
        ("windfall", r"拆迁款|卖房款|大额入账"),
        ("farm_cycle", r"种植|养殖|农资|化肥"),
        ("migrant_wage_cycle", r"工资卡|务工|汇款回家"),
        ("pv_install", r"光伏|\bsolar\b"),
        ("overseas_travel", r"旅游|旅行|换汇|\btravel\b"),
    )
}  # fmt: skip
_CHINESE: Final = re.compile(r"中文|汉语|普通话|国语|\b(?:chinese|mandarin)\b")
_ENGLISH: Final = re.compile(r"英文|英语|\benglish\b")
_NOT_UNDERSTOOD: Final = re.compile(r"(?:不懂|看不懂|不会|听不懂|(?:do ?n[o']t|can'?t|cannot) (?:read|speak|understand))\s*$")
_TALKS: Final = (
    ("identity", re.compile(r"你(是|到底|究竟)|叫什么|称呼|介绍.{0,4}自己|能做什么|会什么|功能|本事|真人|机器|who are you|what are you|are you|what can you|your name")),
    ("thanks", re.compile(r"谢|辛苦|\b(?:thank\w*|thx|ty|cheers|appreciate)\b")),
    ("goodbye", re.compile(r"再见|拜拜|回头|明天见|回见|晚安|\b(?:bye|goodbye|see (?:you|ya)|good night)\b")),
    ("greeting", re.compile(r"你好|您好|嗨|哈喽|哈啰|在吗|早|午好|晚上好|新年好|\b(?:hi|hello|hey|good (?:morning|afternoon|evening)|how are you)\b")),
)  # fmt: skip
_FX: Final = re.compile(r"外汇|购汇|换汇|汇率|\b(?:fx|foreign exchange|currency)\b")


def purposes(text: str) -> list[Purpose]:
    """The purposes of consent a folded text names, the most special first; empty where none."""
    return [purpose for purpose, pattern in _PURPOSES if pattern.search(text)]


def event_of(text: str) -> str | None:
    """The life event a folded text names; None where it names none."""
    return next((name for name, pattern in _EVENTS.items() if pattern.search(text)), None)


def _withdraw(message: Message) -> tuple[Command, ...]:
    named = purposes(message.text)
    everything = bool(_EVERYTHING.search(message.text) or (not named and _ERASE.search(message.text)))
    if not named or everything:
        return (WithdrawConsent(purpose=None, everything=everything),)
    return (WithdrawConsent(purpose=named[0]),)


def _give(message: Message) -> tuple[Command, ...]:
    """One consent for each purpose named: 分析我的需求 is a portrait and a forecast."""
    named = purposes(message.text)
    kept = [one for one in ("profiling", "need_prediction") if one in named]
    chosen = kept if len(kept) == 2 else named[:1]
    return tuple(GiveConsent(purpose=one) for one in chosen) or (GiveConsent(),)


def _language(message: Message) -> tuple[Command, ...]:
    last: dict[str, int] = {}
    for lang, pattern in (("zh", _CHINESE), ("en", _ENGLISH)):
        for match in pattern.finditer(message.text):
            if not _NOT_UNDERSTOOD.search(message.text[max(0, match.start() - 16) : match.start()]):
                last[lang] = match.start()
    if not last:
        disliked = bool(_ENGLISH.search(message.text))
        other = "zh" if disliked else "en" if message.lang == "zh" else "zh"
        return (SetLanguage(lang=other),)
    return (SetLanguage(lang="zh" if max(last, key=last.__getitem__) == "zh" else "en"),)


def _small_talk(message: Message) -> tuple[Command, ...]:
    kind = next((kind for kind, one in _TALKS if one.search(message.text)), "other")
    return (SmallTalk.model_validate({"kind": kind}),)


def _out_of_scope(message: Message) -> tuple[Command, ...]:
    return (OutOfScope(topic=scope_of(message.text)),)


def scope_of(text: str) -> str | None:
    """The known subject outside the bank's business a folded text is about."""
    return next((name for name, one in lexicon().topics.items() if one.search(text)), None)


def _person(message: Message) -> tuple[Command, ...]:
    return (TalkToPerson(topic="fx_desk" if _FX.search(message.text) else None),)


READERS: Final[dict[str, Callable[[Message], tuple[Command, ...]]]] = {
    "ask_policy": lambda message: (AskPolicy(question=message.words.strip()),),
    "show_portrait": lambda _: (ShowPortrait(),),
    "contest_tag": lambda message: (ContestTag(words=message.words.strip()),),
    "draft_plan": lambda message: (draft_plan(message),),
    "show_plan": lambda message: (ShowPlan(plan_id=plan_id(message.words)),),
    "withdraw_consent": _withdraw,
    "give_consent": _give,
    "talk_to_person": _person,
    "rebalance": lambda _: (Rebalance(),),
    "show_holdings": lambda _: (ShowHoldings(),),
    "report_fraud": lambda message: (ReportFraud(words=message.words.strip()),),
    "complaint": lambda message: (Complain(words=message.words.strip()),),
    "why_this_offer": lambda _: (WhyThisOffer(),),
    "not_interested": lambda message: (NotInterested(event=event_of(message.text)),),
    "set_language": _language,
    "small_talk": _small_talk,
    "review_plan": lambda message: (review_plan(message),),
    "out_of_scope": _out_of_scope,
    "cancel": lambda _: (Cancel(),),
}
"""How each command without amounts is read from a message."""
