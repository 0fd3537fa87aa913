"""Names of the invented town: cities, surnames, employers, schools; no real firm is meant."""

from typing import Final

CITIES: Final = (
    "上海", "北京", "深圳", "杭州", "南京", "成都", "武汉", "西安", "苏州", "宁波", "长沙", "合肥",
    "南昌", "绍兴", "芜湖", "襄阳", "赣州", "绵阳", "临沂", "衢州",
)  # fmt: skip
TIERS: Final = (1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4)
"""The tier of each city, 1 the largest."""

SURNAMES: Final = tuple(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范"
)
GIVEN: Final = tuple(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红鹏辉玲丹波宁帆悦晨佳欣怡梓涵宇轩浩博文"
)

KINDS: Final = ("企业", "事业单位", "机关", "学校", "医院", "个体", "农户", "自由职业")
"""Kinds of employer."""

OCCUPATIONS: Final = (
    "工程师", "销售", "会计", "教师", "医生", "公务员", "司机", "厨师", "设计师", "个体经营者",
    "农户", "退休", "行政", "工人", "程序员", "护士",
)  # fmt: skip
OCCUPATION_KINDS: Final = (0, 0, 0, 3, 4, 2, 0, 5, 0, 5, 6, 7, 1, 0, 0, 4)
"""The kind of employer that goes with each occupation."""

EMPLOYERS: Final = tuple(
    f"{place}{trade}{form}（示例）"
    for place in ("江南", "滨海", "中原", "西岭", "云泽", "东湖", "北辰", "南屏", "天目", "长河")
    for trade, form in (
        ("精密制造", "公司"), ("软件", "公司"), ("商贸", "公司"), ("建设", "公司"),
        ("物流", "公司"),
        ("第一中学", ""), ("实验小学", ""), ("人民医院", ""), ("区政府", ""), ("设计院", ""),
    )
)  # fmt: skip
SELF: Final = len(EMPLOYERS)
"""The place after the employers: those who work for themselves."""
PAYERS: Final = (*EMPLOYERS, "自营")
EMPLOYER_KINDS: Final = tuple((0, 0, 0, 0, 0, 3, 3, 4, 2, 1) * 10)

EDUCATION: Final = ("初中及以下", "高中", "大专", "本科", "硕士", "博士")
MARITAL: Final = ("single", "married", "divorced", "widowed")

GROCERS: Final = ("邻里超市（示例）", "鲜蔬坊（示例）", "大众便利店（示例）", "惠民菜场（示例）")
DINERS: Final = ("街角面馆（示例）", "老城小馆（示例）", "江畔火锅（示例）", "清晨咖啡（示例）")
SHOPS: Final = ("云购商城（示例）", "四季服饰（示例）", "数码之家（示例）", "书香文具（示例）")
PUMPS: Final = ("城东加油站（示例）", "环路加油站（示例）")
