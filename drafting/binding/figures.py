"""Every figure in a text of official Chinese prose, with its exact place, value and unit.

One pass over the text: at each place first what looks like a figure and is none (dates, 文号, titles, ordinals,
telephone numbers, set phrases), then Arabic numbers with or without a unit, then Chinese numerals before a 量词.
Precision first: a doubtful Chinese numeral is no figure; an Arabic number is one even when its unit is unknown,
because an invented figure must not slip through.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from drafting.language.document_number import DOCUMENT_NUMBER

from .numerals import DIGITS, MYRIADS, TENS, value

Precision = Literal["", "more", "under", "about", "several", "majority", "range"]
"""How exactly a figure is said. ``more``: 余, 多, 逾, 超, 以上, 上百: from it to one unit of its last digit more, never below it.
``under``: 近, 不足, 不到: below it, within a tenth. ``about``: 约, 左右, 三分之一, 两成: within a tenth. ``several``: 数十, 几百: from two
to ten of it. ``majority``: 过半. ``range``: between two numbers, both included.
"""


@dataclass(frozen=True)
class Figure:
    """One figure: ``source[start:end] == text``, number through unit.

    ``value`` has its multiplier worked in (1.2万条 is 12000 条), except for money, whose unit keeps it (万元, 亿元).
    ``unit`` is ``""`` for a bare number, ``%`` for 百分之. ``precision``: how exactly it is said (``Precision``); ``between``:
    of a range (3至5件, 三四次), its ends.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    precision: Precision = ""
    between: tuple[Decimal, Decimal] | None = None

    @property
    def approximate(self) -> bool:
        """Whether it is an estimate, not the exact number."""
        return bool(self.precision)

    @property
    def step(self) -> Decimal:
        """One unit of the last digit that is not zero: 100 of 300, 1000 of 1.2万."""
        return Decimal(1).scaleb(int(self.value.normalize().as_tuple().exponent))

    def allows(self, number: Decimal) -> bool:
        """Whether an estimate is true of ``number``; of an exact figure, whether it is that number."""
        match self.precision:
            case "":
                return number == self.value
            case "more":
                return self.value <= number < self.value + self.step
            case "under":
                return self.value * 9 / 10 <= number < self.value
            case "about":
                return abs(number - self.value) <= self.value / 10
            case "several":
                return 2 * self.value <= number < 10 * self.value
            case "majority":
                return self.value <= number < 2 * self.value
        low, high = self.between or (self.value, self.value)
        return low <= number <= high

    @property
    def yuan(self) -> Decimal | None:
        """The amount in 元; None when this is no money."""
        return self.value * MONEY[self.unit] if self.unit in MONEY else None


MONEY = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
"""元 in each unit of money."""

_UNITS = """
个工作日 个百分点 个季度 个小时 个月 个人(?!信|隐|申|账|所|名|自) 平方公里 平方米 工作日 百分点 人次 件次 场次 批次 万元 亿元 公里 小时 分钟 周年 学时 课时 大类 大项 小项
件 条 次 期 场 份 篇 起 宗 例 名 人(?!大|民|事) 位 个 项 类 种 家 户 部(?!门|委) 册 本(?!级|年|机) 张 幅 块 处(?!理|室) 间 所 座 台 套 批
案(?!件|卷|例|由|情|值) 轮 届 天 日 周 月 年 元 分(?!别|之|管|类) 级 页 字 通 封 版 款 节 支 组 辆 村 集 倍 秒 米 亩 吨 岁 档 回(?!应|复|访|头|顾|收|馈|执)
"""
"""What an Arabic number may count."""
_COUNTED = """
个工作日 个百分点 个季度 个小时 个月 个人(?!信|隐|申|账|所|名|自) 百分点 人次 件次 场次 批次 万元 亿元 小时 分钟 大类 大项 小项 件(?!套) 条(?!例) 次(?!性|产业) 期(?!间)
场(?!所) 份 篇 起 宗 例 名(?!称|单|录) 人(?!民|大|事|力|员) 位(?!一体|置) 项(?!目) 类(?!型|别|内部|过程) 种 家(?!万户|庭) 户
部(?!门|委|分|署|位) 册 张 幅 处(?!理|室|长) 所 座 套(?!班子) 批(?!准|复|示|评) 轮 回(?!应|复|访|头|顾|收|馈|执) 倍 元(?!化|旦) 案(?!件|卷|例|由|情|值)
个(?!坚持|着力|维护|确立|意识|自信|全面|必须|不|统一|率先|务必|重点|关键|方向)
"""
"""量词 after which a Chinese numeral is a figure: only what counts things, never the beginning of another word."""
_AFTER_ONE = """
件(?!套|事|件) 条(?!例|龙|心|线|主线) 次(?!性|办|告知) 期(?!间|工程) 场(?!所) 份(?!力) 篇 宗 例 人次 名(?!称|单|录) 家(?!亲) 倍
"""
"""The few after which 一 is a figure; elsewhere it is an article (一个, 一批, 一项)."""


def _either(words: str) -> str:
    return "|".join(words.split())


_MEASURE, _CN_MEASURE, _ONE = _either(_UNITS), _either(_COUNTED), re.compile(_either(_AFTER_ONE))
_N = "0-9０-９"
_CN = "〇零一二两三四五六七八九十百千万亿"
_NUMERAL = f"[{_N}{_CN}]{{1,20}}"
_YEAR = f"(?:19|20|１９|２０)[{_N}]{{2}}"
_CN_DAY = "[一二三四五六七八九十]{1,3}"
_OF_MONTH = "(?:份|底|初|末|中旬|上旬|下旬)"

_NO_FIGURE = "|".join(
    (
        r"《(?:[^《》\n]|《[^《》\n]*》)*》",  # titles
        r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._\-]{1,64}@[A-Za-z0-9._\-]+",
        DOCUMENT_NUMBER,
        rf"[（(]\s*{_YEAR}\s*年?\s*(?:修订|修正)?版?\s*[）)]|{_YEAR}\s*年?版(?!本|面)",  # （2025版）
        rf"{_YEAR}\s*[-—–~～至]+\s*{_YEAR}\s*(?:学?年度?)?",
        rf"{_YEAR}\s*年(?:度|初|底|末)?(?:\s*[{_N}]{{1,2}}\s*月份?(?:\s*[{_N}]{{1,2}}\s*[日号])?)?",
        rf"{_YEAR}[-./][{_N}]{{1,2}}(?:[-./][{_N}]{{1,2}})?(?![{_N}])",
        rf"{_YEAR}(?!\s*(?:[{_N},.%％万亿千百余多]|{_MEASURE}))",  # a year standing alone
        rf"[〇零一二三四五六七八九]{{4}}年(?:度|初|底|末)?(?:{_CN_DAY}月份?(?:{_CN_DAY}[日号])?)?",
        rf"[{_N}]{{1,2}}\s*月{_OF_MONTH}?(?:\s*[{_N}]{{1,2}}\s*[日号])?",
        rf"{_CN_DAY}月(?:{_OF_MONTH}|{_CN_DAY}[日号])|[一二三四]季度",
        rf"[{_N}]{{1,2}}\s*日(?!内|以内|之内)|[{_N}]{{1,2}}[:：][{_N}]{{2}}(?![{_N}])",
        rf"第\s*(?![{_N}]{{1,6}}\s*[期次批场回])[（(]?\s*{_NUMERAL}\s*[）)]?(?:{_MEASURE})?"  # 第（五）项, 第711号; 第45期 counts
        rf"|{_NUMERAL}\s*[号层楼栋幢]",  # 14层
        rf"[（(]\s*(?:[{_N}]{{1,2}}|{_CN_DAY})\s*[）)]",  # （一）, (3)
        rf"[{_N}]{{1,2}}[.．](?=\s*[^\W\d_])|^\s{{0,8}}[{_N}]{{1,2}}[、)）](?![{_N}])",  # 1.
        r"(?:电话|传真|热线|手机|邮编|邮政编码|QQ|微信)(?:号码?)?\s*[:：为是]?\s*[（(]?[0-9０-９][0-9０-９\-－—()（）\ ]{3,}[0-9０-９]",
        r"(?:0\d{2,3}[-—－\ ]?\d{7,8}|1[3-9]\d[\d*]{8}|400-?\d{3}-?\d{4}|\d{15,})(?!\d)",
        rf"(?:110|119|120|122|12\d{{3}})(?=[^\W\d_a-zA-Z])(?!\s*(?:[万亿千百余多]|{_MEASURE}))",  # public call numbers
        rf"[A-Za-z]{{1,20}}[-+]?[{_N}]+[A-Za-z{_N}]*|[{_N}]+[-+]?[A-Za-z]+[A-Za-z{_N}]*",  # 5G, A4, 1+X
        rf"[{_N}]+\s*[×＋+*]\s*[{_N}]+(?:\s*小时)?",  # 7×24小时
        rf"[{_N}]{{3,}}/[{_N}]+(?:-[{_N}]+)*|[{_N}]+(?:\.[{_N}]+){{2,}}",  # index and version numbers
        rf"(?<![{_N}{_CN}])[{_N}{_CN}]个?大?(?:方面|层面|环节|维度|阶段|部分)",  # how a text is laid out; 18个方面 counts
        rf"(?<![{_N}{_CN}])[{_N}{_CN}]个(?:主要|突出|具体)?(?:问题|不足|短板|弱项)|(?<=问题有)[{_N}{_CN}]个|[两二三四五六]项(?=合计|共计|总计|之和|相加)",
        "[每这某同哪另唯首进统逐下上又再新任何]一|(?:没有?|无|未有)一(?=[件宗起例份条])|四套班子|千家万户|一人一|跑一次|一次办|两张皮|[八四三]项(?:规定|原则|制度)|零件",
    )
)
_FIGURE = rf"""
    百分之\s*(?P<percent>[{_N}]+(?:[.．][{_N}]+)?|[{_CN}]+(?:点[{_CN}]+)?)
  | (?P<tenths>[一二两三四五六七八九])成(?P<odd>[一二三四五六七八九半])?(?![立为本果功员就长都效分型熟]|[{_CN}])
  | (?P<whole>[{_CN}]{{1,4}})分之(?P<part>[{_CN}]{{1,6}})
  | (?P<half>过?一半|[过超]?半数|过半(?!夜|百)|大半)
  | (?P<doubled>翻(?P<fold>[一两三四])?番)
  | (?P<arabic>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[０-９]{{1,3}}(?:，[０-９]{{3}})+|[{_N}]+(?:[.．][{_N}]+)?)
    \s*(?:(?P<rate>[%％‰])|(?P<times>[百千]?[万亿](?!元)|[百千](?!米))?
    (?P<more>余|多(?!种|元|样))?(?P<myriad>[万亿](?!元))?\s*(?P<unit>{_MEASURE})?)
  | (?P<chinese>[数几](?=[十百千万亿])[十百千]?[万亿]?|[上近](?=[百千万亿])[百千]?[万亿]?
      |(?<=[超逾过约达])[百千万亿][万亿]?(?!分|般)|[百千万](?=[余多])
      |[一二三四五六七八九]?十几|[〇零一二两三四五六七八九十](?:[\ \u3000]?[{_CN}]){{0,20}})
    (?P<cn_more>余|多)?(?P<cn_myriad>[万亿](?!元))?[\ \u3000]*
    (?P<cn_unit>{_CN_MEASURE}|(?=有余)|(?=[至到~～—-]\s*[{_CN}]{{1,20}}(?:{_CN_MEASURE})))
"""
_FIRST = rf"[《“〔\[［【（(\d{_N}{_CN}A-Za-z._\-第电传热手邮微每这某同哪另唯首进统逐下上又再新任何没无未跑过超半大翻数几近\s]"
"""What any of them begins with: most places of a text are passed over by it alone."""
_TOKEN = re.compile(
    rf"(?={_FIRST})(?:(?P<none>{_NO_FIGURE})|(?P<name>“[^”“\n]{{1,20}}”)|{_FIGURE})", re.VERBOSE | re.MULTILINE
)
_UNDER_BEFORE = re.compile(r"(?:(?<!最)(?<!附)近|将近|接近|不足|不到|不满)\s*$")
_MORE_BEFORE = re.compile(r"(?:超过?|逾|突破|高达|不少于|不低于)\s*$")
_ABOUT_BEFORE = re.compile(r"(?:约合?|大概|大致)为?\s*$")
_MORE_AFTER = re.compile(r"\s*(?:以上|有余|出头|强(?![制化度调行烈])|还多)")
_UNDER_AFTER = re.compile(r"\s*(?:不到|弱(?![项势化]))")
_ABOUT_AFTER = re.compile(r"\s*(?:左右|上下)")
_EVERY = re.compile("每(?:一|个)?(?:日|天|周|旬|月|季|季度|半年|年)[^，。；：、\n]{0,8}$")
_RANGE = re.compile(r"\s*[至到~～—–-]+\s*")


KEPT = 10_000
"""Characters of the longest text whose reading is kept: notes and paragraphs are read again with every change elsewhere."""


def read(text: str) -> list[Figure]:
    """Every figure in ``text``, in order; spans are offsets into ``text``."""
    return list(_kept(text)) if len(text) <= KEPT else _read(text)


@lru_cache(maxsize=1024)
def _kept(text: str) -> tuple[Figure, ...]:
    return tuple(_read(text))


def _read(text: str) -> list[Figure]:
    found = _scan(text, 0, len(text))
    for at, (left, right) in enumerate(zip(found, found[1:], strict=False)):
        if not left.unit and _RANGE.fullmatch(text, left.end, right.start):  # 3至5件
            ends = (left.value, right.value)
            exact = not left.precision and not right.precision and ends[0] < ends[1]
            said: dict = {"precision": "range", "between": ends} if exact else {}
            found[at : at + 2] = replace(left, unit=right.unit, **said), replace(right, **said)
    return found


def _scan(text: str, start: int, end: int, names: bool = False) -> list[Figure]:
    """The figures between two offsets; in ``names`` (short quotations) only Arabic numbers that count something."""
    found: list[Figure] = []
    for match in _TOKEN.finditer(text, start, end):
        if match["none"]:
            continue
        if match["name"]:
            found += _scan(text, match.start() + 1, match.end() - 1, names=True) if not names else []
            continue
        portion = match["tenths"] or match["whole"] or match["half"] or match["doubled"]
        figure = (_portion if portion else _chinese if match["chinese"] else _arabic)(text, match)
        if figure and not (names and (match["chinese"] or not figure.unit)):
            found.append(figure)
    return found


def _arabic(text: str, match: re.Match[str]) -> Figure | None:
    """The figure of an Arabic number or of 百分之."""
    if percent := match["percent"]:
        amount = _number(percent) if percent[0].isdecimal() else _spoken(percent)
        return None if amount is None else _figure(text, match.start(), match.end(), amount, "%")
    amount = _number(match["arabic"])
    if match["rate"]:
        return _figure(text, match.start(), match.end("rate"), amount, match["rate"].replace("％", "%"))
    for sign in (match["times"] or "") + (match["myriad"] or ""):
        amount *= _POWERS[sign]
    return _figure(text, match.start(), match.end(), amount, match["unit"] or "", "more" if match["more"] else "")


def _portion(text: str, match: re.Match[str]) -> Figure | None:
    """The figure of 三成, 三分之一, 一半 and 翻一番, in per cent: estimates."""
    more: Precision = "more" if text.startswith("多", match.end()) else "about"  # 七成多
    said = _around(text, match.start(), match.end()) or more
    room = Decimal(10)  # per cent that 以上 leaves open
    if half := match["half"]:
        amount: Decimal | None = Decimal(50)
        if half[0] in "过超大" or said == "more":
            said = "majority"
    elif match["tenths"]:
        odd = match["odd"] or ""  # 四成五, 四成半
        amount = DIGITS[match["tenths"]] * Decimal(10) + Decimal(5 if odd == "半" else DIGITS.get(odd, 0))
        room = Decimal(5) if odd else room
    elif match["whole"]:
        whole, part = value(match["whole"]), value(match["part"])
        amount = (part * 100 / whole).quantize(Decimal("0.01")) if whole and part is not None else None
    else:  # 翻一番 is twice as much, 翻两番 four times
        amount = Decimal(100) * (2 ** DIGITS[match["fold"] or "一"] - 1)
    if amount is None:
        return None
    between = (amount, amount + room) if said == "more" else None
    return _figure(text, match.start(), match.end(), amount, "%", "range" if between else said, between)


_VAGUE: dict[str, Precision] = {"数": "several", "几": "several", "上": "more", "近": "under"}


def _chinese(text: str, match: re.Match[str]) -> Figure | None:
    """The figure of a Chinese numeral before a 量词; None for the article 一 and for what is no number."""
    numeral = re.sub(r"\s", "", match["chinese"])
    if numeral == "一" and not _ONE.match(text, match.start("cn_unit")):
        return None
    if numeral == "一" and _EVERY.search(text, max(0, match.start() - 14), match.start()):  # 每季度抽查一次
        return None
    said = _VAGUE.get(numeral[0], "more" if match["cn_more"] else "")
    plain = numeral[1:] if numeral[0] in _VAGUE else numeral
    power = _POWERS.get(match["cn_myriad"], 1)
    if numeral.endswith("十几"):
        tens = value(numeral[:-1]) or Decimal(10)
        return _figure(text, match.start(), match.end(), tens, match["cn_unit"], "range", (tens + 1, tens + 9))
    amount, between = value(plain), None
    if amount is None:  # 三四次, 两三百人: two digits in a row name an estimate
        ends = [value(_PAIR.sub(digit, plain, count=1)) for digit in (r"\1", r"\2")]
        if ends[0] is None or ends[1] is None:
            return None
        said, amount, between = "range", ends[0], (ends[0] * power, ends[1] * power)
    return _figure(text, match.start(), match.end(), amount * power, match["cn_unit"], said, between)


def _figure(
    text: str,
    start: int,
    end: int,
    amount: Decimal,
    unit: str,
    said: Precision = "",
    between: tuple[Decimal, Decimal] | None = None,
) -> Figure:
    if len(unit) > 2:
        unit = unit.removeprefix("个")  # 个百分点
    if unit == "个人":
        unit = "人"
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    return Figure(start, end, text[start:end], amount, unit, said or _around(text, start, end), between)


def _around(text: str, start: int, end: int) -> Precision:
    """The precision that the words just before or after a figure give it (近300条, 300条以上)."""
    since = max(0, start - 5)
    if _UNDER_BEFORE.search(text, since, start) or _UNDER_AFTER.match(text, end):
        return "under"
    if _MORE_BEFORE.search(text, since, start) or _MORE_AFTER.match(text, end):
        return "more"
    return "about" if _ABOUT_BEFORE.search(text, since, start) or _ABOUT_AFTER.match(text, end) else ""


def _number(digits: str) -> Decimal:
    return Decimal(unicodedata.normalize("NFKC", digits).replace(",", ""))


def _spoken(numeral: str) -> Decimal | None:
    """二十点五 as a number."""
    whole, _, decimals = numeral.partition("点")
    amount = value(whole)
    if amount is None or not decimals:
        return amount
    return amount + Decimal("0." + "".join(str(DIGITS.get(sign, 0)) for sign in decimals))


_POWERS = TENS | MYRIADS
_PAIR = re.compile("([一二两三四五六七八九])([一二三四五六七八九])")
