"""Folding what people type to one form, character for character, and telling its language."""

import re
from typing import Final

from assistant.privacy.model import Lang

_TRADITIONAL: Final = (
    "萬億兩個點學費貸還額購買賣幣鎊歐長內後來幾餘開關門問題時間單據號碼層級別顧經濟財務產業資"
    "據數這那裡說話請謝對錯應該給讓從會議計劃劃圖書記錄總結線變動運動醫療險貝賬帳戶銀錢團國際"
    "際語簡繁體際專業負擔減縮讀碩畢業預備實際廣東灣華員務處辦約簽證驗報陸陽韓訊認識種類轉換匯"
    "條傳統決斷絕撤銷訴誤寫準確實電視線網絡機構權審覆查檔隱私遺產離婚協難歲歷屆講謊騙盜掛嗎麼"
    "們樣為無與並於達過進選適強調節約儲蓄餘積壓勝勞動雙邊鄉鎮縣區園藝術獎勵級雜裝遲週禮該夠麗"
    "環堅庫護寶陳張趙劉吳許嵐楊趕緊腦階歡贈賠壞傷齡寬執審訓練競賽顯導"
    "賺掙攤償債領盤項鐘規則職幫檢樓滿穩撥補慮誰當沒啟歸屬隨態復雖創辭獨紙幹乾準檯臺徵構極標擇聯隊顏"
    "聽見現貨購銷稅價漲跌連續優惠觀風訂閱顯顆願終紅黃綠藍兒媽爺奶親愛頭髮鐵車輛駕駛費獲擁佔葉"
)
_SIMPLIFIED: Final = (
    "万亿两个点学费贷还额购买卖币镑欧长内后来几余开关门问题时间单据号码层级别顾经济财务产业资"
    "据数这那里说话请谢对错应该给让从会议计划划图书记录总结线变动运动医疗险贝账帐户银钱团国际"
    "际语简繁体际专业负担减缩读硕毕业预备实际广东湾华员务处办约签证验报陆阳韩讯认识种类转换汇"
    "条传统决断绝撤销诉误写准确实电视线网络机构权审覆查档隐私遗产离婚协难岁历届讲谎骗盗挂吗么"
    "们样为无与并于达过进选适强调节约储蓄余积压胜劳动双边乡镇县区园艺术奖励级杂装迟周礼该够丽"
    "环坚库护宝陈张赵刘吴许岚杨赶紧脑阶欢赠赔坏伤龄宽执审训练竞赛显导"
    "赚挣摊偿债领盘项钟规则职帮检楼满稳拨补虑谁当没启归属随态复虽创辞独纸干干准台台征构极标择联队颜"
    "听见现货购销税价涨跌连续优惠观风订阅显颗愿终红黄绿蓝儿妈爷奶亲爱头发铁车辆驾驶费获拥占叶"
)
_FORMAL: Final = dict(
    zip("壹贰貳叁參肆伍柒捌玖拾佰仟圓", "一二二三三四五七八九十百千元", strict=True)
)
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != ord("，")}
_FOLD: Final = {
    **_WIDE,
    **str.maketrans(_TRADITIONAL, _SIMPLIFIED),
    **str.maketrans(_FORMAL),
    **str.maketrans({"　": " ", "￥": "¥", "￡": "£", "\xa0": " ", "’": "'", "‘": "'", "帐": "账"}),
}
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
_CODE: Final = re.compile(r"[<>{}]|--|;\s*$|\(\)")
"""Signs of a program's text, which is written in no language."""
_PROGRAM: Final = re.compile(
    r"\b(?:select|insert|update|delete|drop|alter|truncate|union|create)\b[^。，]{0,60}"
    r"\b(?:from|into|table|where|database|set)\b[^。，]*[;*='\"]|\bunion select\b|\bor 1=1"
    r"|[$%#{]\{[^}]*\}|<\s*script\b|\bjndi:|\.\./\.\./"
)
"""What only a program says: statements to a database, templates, scripts, paths upwards."""
_FUNCTION_WORDS: Final = re.compile(
    r"\b(?:an?|the|is|are|was|do|does|did|can|could|would|will|should|i|my|me|we|our|you|your|it"
    r"|this|that|what|how|why|when|where|who|which|of|to|for|in|on|at|if|and|or|not?|with|from)\b",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """`text` in lower case, half width and simplified characters, each at its own place."""
    plain = text.translate(_FOLD)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else plain


def language_of(text: str, default: Lang = "zh") -> Lang:
    """The language a message is written in; `default` where it holds no letters.

    Chinese with English words in it is Chinese; English around a Chinese term is English.
    """
    han = len(_HAN.findall(text))
    words = _WORD.findall(text)
    if not han and not words:
        return default
    function_words = len(_FUNCTION_WORDS.findall(text))
    if not han and not function_words and _CODE.search(text):
        return default
    english = 2 * function_words + 0.7 * max(0, len(words) - function_words)
    return "zh" if han >= english else "en"


def is_program(text: str) -> bool:
    """Whether a folded text is written for a machine: nobody wishes anything in it."""
    return bool(_PROGRAM.search(text))
