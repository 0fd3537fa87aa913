"""The tables the families are said from, in the words of either engine."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, get_args

import yaml

from graph.model import Purpose

HERE: Final = Path(__file__).parent
DEBTS: Final = "贷款|还款|房贷|车贷|月供|按揭|信用卡|loan|mortgage|repayment"
INVESTMENTS: Final = "购房|首付|理财|基金|申购|认购|国债|大额存单|证券|黄金积存|fund|securities"
"""What a payment's words say where it is debt service, or buys a home or an investment."""

CITIES: Final = (
    "北京|天津|上海|重庆|石家庄|唐山|保定|邯郸|太原|大同|呼和浩特|包头|沈阳|大连|长春|吉林|哈尔滨|大庆|南京|苏州|无锡|常州|南通|"
    "徐州|扬州|盐城|杭州|宁波|温州|绍兴|嘉兴|金华|台州|衢州|湖州|合肥|芜湖|福州|厦门|泉州|南昌|赣州|济南|青岛|烟台|临沂|潍坊|"
    "郑州|洛阳|武汉|襄阳|宜昌|长沙|株洲|广州|深圳|佛山|东莞|珠海|南宁|桂林|海口|三亚|成都|绵阳|贵阳|遵义|昆明|大理|拉萨|西安|"
    "咸阳|兰州|西宁|银川|乌鲁木齐"
)
"""Cities by whose name bills and public transport are known."""

TRADES: Final = (
    "课时|讲课费|监考|门诊|手术绩效|夜班|护理|提成|工程项目|研发|出车|公务交通|计件|会计岗|行政岗"
)
"""What an employer's payment says where it names what goes with a trade."""

CROPS: Final = (
    "小麦|水稻|玉米|大豆|棉花|油菜|花生|芝麻|马铃薯|红薯|高粱|谷子|甘蔗|甜菜|茶叶|烟叶|苹果|柑橘|梨|葡萄|桃|香蕉|草莓|西瓜|"
    "蔬菜|食用菌|药材|花卉|苗木|生猪|肉牛|羊|家禽|水产"
)
"""Crops and stock by whose name sales and supplies are known."""

SCAMS: Final = "刷单|安全账户|解冻费|中奖|跟投|返利|保证金激活|验资|兼职任务|safe account|unfreeze"
"""What payments to persons say where swindlers asked for them."""

VIEWS: Final = frozenset({"moves"})
"""Facts that are read once and not kept."""


class Fact(NamedTuple):
    """A table by name, with the query that fills it."""

    name: str
    sql: str


def words_of(engine: str) -> Iterator[str]:
    """The statements that teach an engine the words of the facts."""
    text = (HERE / f"{engine}.sql").read_text(encoding="utf-8")
    yield from (one.strip() for one in _plain(text).split(";\n") if one.strip())


def facts(today: date, quote: str) -> Iterator[Fact]:
    """The tables in order; `quote` is how the engine quotes a name."""
    text = (HERE / "facts.sql").read_text(encoding="utf-8")
    for name, sql in re.findall(r"^-- (\w+): [^\n]*\n(.*?);$", text, re.MULTILINE | re.DOTALL):
        yield Fact(name, filled(sql, today, quote))


def filled(sql: str, today: date, quote: str) -> str:
    """The query with the day and the patterns in it."""
    values = {
        "$today": f"DATE '{today.isoformat()}'", "$debts": f"'{DEBTS}'",
        "$investments": f"'{INVESTMENTS}'", "$at": f"{quote}at{quote}",
        "$trades": f"'{TRADES}'", "$permits": _permits(), "$cities": f"'{CITIES}'",
        "$crops": f"'{CROPS}'", "$scams": f"'{SCAMS}'",
    }  # fmt: skip
    for name, held in values.items():
        sql = sql.replace(name, held)
    return sql.replace("$topics", topics())


@cache
def topics() -> str:
    """The query that says what each wording is about, one part a topic of `topics.yaml`."""
    listed = yaml.safe_load((HERE / "topics.yaml").read_text(encoding="utf-8"))
    return " UNION ALL ".join(
        f"SELECT phrase, '{topic}' AS topic FROM phrases WHERE says(phrase, '{words}')"
        for topic, words in listed.items()
    )


def _permits() -> str:
    """The columns of the fact `permits`: the consent in force to each purpose.

    Outside sources and health count with the second authorisation only.
    """
    return ", ".join(
        f"max(CASE WHEN f.purpose = '{one}'{_second(one)} THEN f.consent_id END) AS may_{one}"
        for one in get_args(Purpose)
    )


def _second(purpose: str) -> str:
    return " AND f.second" if purpose.startswith("outside_") or purpose == "health" else ""


def _plain(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")) + "\n"
