"""Where a report ends: signature, date, contact, 附注, 抄送 and 印发, and what a site or a printed page has below it."""

from __future__ import annotations

import re

from ..content import Text
from ..headings import plain

LONG = 300
"""A longer text closes nothing."""
DAY = (
    r"(?:(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日|20\d\d(?P<dot>[.．\-/])\d{1,2}(?P=dot)\d{1,2}(?![\d.．\-/]))"
)
"""A day as documents have it: 2025年1月22日, 二〇二五年一月二十二日, 2025.1.22."""
DATE_LINE = re.compile(rf"[（(]?\s*{DAY}\s*[）)]?")
_SUFFIX = r"(?:政府|局|委员会|办公室|办事处|厅|委|管委会|中心|院|队|所|公司|部|办)"
_ORGAN = rf"[\u4e00-\u9fff（）()\s]{{3,38}}{_SUFFIX}"
ORGAN_LINE = re.compile(_ORGAN)
_NOTE = r"[（(]此件.{0,6}公开.{0,6}[）)]"
_COPIES = r"抄\s*送\s*[:：].*|抄\s+送.*"
_PRINTED = r".{0,40}印发"
_PERSON = "联系人|经办人|承办人|填报人|填表人|审核人|负责人|签发人|联系方式|联系电话|咨询电话|办公电话|联系单位"
_CONTACT = (
    rf"[（(]?\s*(?:{_PERSON})\s*(?:[:：]|(?=[\u4e00-\u9fff]{{2,4}}\s*[,，;；、\s]\s*(?:电话|联系))).{{0,100}}?[）)]?"
    r"|[（(]?(?:电话|传真|邮编|邮政编码|电子邮箱|邮箱|地址|联系地址)\s*[:：].{0,80}"
)
_END = re.compile(rf"{_ORGAN}\s*{DAY}|{_NOTE}|{_COPIES}|{_PRINTED}|{_CONTACT}")
_FOOT = re.compile(
    r"附\s*件?\s*[:：].*|附件(?:\d{1,2}.*|下载.*|列表.*)?|(?:信息|文章|稿件)?来源\s*[:：].{0,30}|.{2,60}\.(?:docx?|pdf|xlsx?|wps|ofd)|"
    r".{0,12}(?:打印本页|【?打印】?|关闭窗口|关闭本页|上一[篇条]|下一[篇条]|版权所有|主办单位|主办[:：]|承办单位|ICP备|公安网备|公网安备|扫一扫|分享到|"
    r"分享[:：]|责任编辑|责编|编辑[:：]|审核[:：]|浏览次数|阅读次数|点击数|访问量|网站地图|网站标识码|相关附件|相关链接|相关文档|相关阅读|相关新闻|"
    r"返回顶部|返回首页|友情链接|字体[:：]|字号[:：]|我要纠错|联系我们|Copyright|©).*|https?://\S+(?:\s+\d{1,3}/\d{1,3})?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?P<body>.*[。！；）”]\s*|(?:暂?无|没有)\s+)?(?P<organ>[\u4e00-\u9fff（）()]{{3,38}}{_SUFFIX})"
    rf"\s*(?P<day>{DAY})\s*(?P<foot>.*)",
    re.DOTALL,
)
"""Signature and date on one line with the sentence before, or with what stands below, as in a text run together:
无其他事项。 某局2022年1月10日 附件下载."""
_DATED = re.compile(rf"(?P<day>{DAY})\s*(?P<foot>.+)")
_REACHED = re.compile(rf"(?P<body>.*[。！；])\s*(?P<foot>[（(]\s*(?:{_PERSON})[^（）()]{{1,100}}[）)])", re.DOTALL)
"""A contact in brackets behind the last sentence."""


def ended(texts: list[Text]) -> tuple[list[Text], list[Text]]:
    """The last chapter, and what comes after the report: signature, date, contact, 抄送, the foot of a web page."""
    texts = [piece for text in texts for piece in _parted(text)]
    for at, text in enumerate(texts):
        if len(text.text) > LONG:
            continue
        line = text.text.strip()
        following = texts[at + 1].text.strip()[:LONG] if at + 1 < len(texts) else ""
        signed = ORGAN_LINE.fullmatch(line) and DATE_LINE.fullmatch(following)
        foot = not line.endswith(("。", "；", "，")) and _FOOT.fullmatch(line)
        if signed or foot or DATE_LINE.fullmatch(line) or _closes(line):
            return texts[:at], texts[at:]
    return texts, []


def beside(tail: list[Text]) -> list[str]:
    """What of the ``tail`` is none of the document's: contacts, attachments, the foot of a site or of a printed page."""
    found: list[str] = []
    copies = False
    for line in (text.text.strip() for text in tail):
        copied = re.fullmatch(_COPIES, line)
        of_document = (
            copied or DATE_LINE.fullmatch(line) or re.fullmatch(rf"{_NOTE}|{_PRINTED}|{_ORGAN}\s*{DAY}", line)
            or _names_an_organ(line)
        )  # fmt: skip
        if not of_document and not (copies and not found and len(line) < LONG and not _FOOT.fullmatch(line)):
            found.append(line)
        copies = bool(copied) or (copies and not of_document)
    return found


def _names_an_organ(line: str) -> bool:
    """Whether ``line`` is the name of an organ, as a signature has it."""
    return bool(re.fullmatch(rf"[\u4e00-\u9fff()]{{2,38}}(?:{_SUFFIX}|[镇乡县区市]|街道)", plain(line)))


def _closes(line: str) -> bool:
    """Whether ``line`` is one of those that close a document; a sentence about a contact is none."""
    return bool(_END.fullmatch(line)) and not (
        re.fullmatch(_CONTACT, line) and re.search(r"。[）)]?$|，(?:并|均|共)", line)
    )


def _parted(text: Text) -> list[Text]:
    """``text`` cut before the organ that signs, before its date, and behind it, where these were run together."""
    before, end = text.text[:-LONG], text.text[-LONG:]
    found = _SIGNED.fullmatch(end) or (not before and _DATED.fullmatch(end)) or _REACHED.fullmatch(end)
    parts = found.groupdict() if found else {}
    foot = parts.get("foot") or ""
    if not found or (foot and not (_FOOT.fullmatch(foot) or _END.fullmatch(foot))):
        return [text]
    body = before + (parts.get("body") or "")
    if not body and foot in ("", "印发"):
        return [text]  # a line of its own, as documents have them
    pieces = (body, parts.get("organ"), parts.get("day"), foot)
    return [Text(piece.strip(), text.place) for piece in pieces if piece and piece.strip()]
