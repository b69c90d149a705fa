"""What is left of Markdown, of a web page, or of a talk with a model: such a text was pasted and not read.

No office writes any of it, so that a final copy is not made before it is gone.
"""

from __future__ import annotations

import re

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("P-07")

_MARKUP = late_pattern(
    "|".join(
        (
            # **重点**
            r"\*{2,}",
            # ## 主动公开; # 主动公开 at a line's beginning
            r"(?<![\w#])#{2,}(?!#)|^[ \t\u3000]*#[ \t](?=\S)",
            # `公开`
            r"`+",
            # ~~删去~~
            r"~~",
            # - 加强学习
            r"(?:^|(?<=[。；：！？，、]))[ \t\u3000]*[-+*][ \t\u3000]+(?=[^\W\d_])",
            # > 引文; | 项目 | 数量 |; |---|
            r"^[ \t\u3000]*(?:>|\|)(?=[ \t\u3000\S])|\|[ \t]*:?-{2,}|(?<=\S)[ \t]*\|[ \t]*$",
            # --- on a line of its own
            r"^[ \t\u3000]*(?:-{3,}|={3,}|_{3,}|\*{3,})[ \t\u3000]*$",
            # [公开指南](http://…)
            r"!?\[[^\]\n]{0,60}\]\([^()\s]{1,300}\)",
            # <br>, <!-- 待核 -->
            r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>\n]{0,300})?/?>|<!--|-->",
            # &nbsp;
            r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});",
            # \n, \*
            r"\\[nrt](?![a-zA-Z])|\\[*_#`\[\]]",
            # [citation:3], 【4†source】, [^1]
            r"\[citation:\d+\]|【\d+†[^】\n]{0,40}】|\[\^\d+\]",
        )
    ),
    re.MULTILINE,
)
_MODEL = "(?:AI|ＡＩ|人工智能|大?(?:语言)?模型|智能助手|ChatGPT|GPT|DeepSeek|Deepseek|文心一言|通义千问|千问|豆包|混元|智谱清言|讯飞星火|Kimi)"
_START = r"(?:^|(?<=[。；！？：\n]))[ \t\u3000“]*"
_TALK = late_pattern(
    "|".join(
        (
            # 作为AI语言模型，…
            rf"作为(?:一[个名位款])?(?:[^，。；]{{0,6}})?(?:{_MODEL}|助手)(?:语言模型|大模型|助手)?",
            # 以上内容由AI生成
            rf"(?:以上|以下|上述|本文|本段|本报告|该文|文中|此)[^，。；]{{0,8}}?(?:由|为|是|系|经|均)\s*{_MODEL}[^，。；]{{0,8}}(?:生成|撰写|创作|起草)",
            # （AI生成，仅供参考）
            rf"[（(【\[]?(?:由|此内容由|内容由)?\s{{0,4}}{_MODEL}\s*(?:自动|智能|辅助)?生成[，,]?(?:仅供参考|请注意甄别|请仔细甄别|，请核[对实])",
            # 以上内容仅供参考
            r"(?:以上|上述|以下)[^，。；]{0,10}仅供参考",
            # 请您根据实际情况修改
            r"请(?:您|你)?(?:根据|结合)(?:您|你|贵单位|本单位)?的?(?:实际|具体|自身)情况[^。；]{0,12}(?:修改|调整|补充|填写|完善|替换|使用)",
            # 好的，…
            rf"{_START}(?:好的|当然可以|当然|没问题|明白了?|了解了?|收到|可以的|很高兴)(?=[，,。！!：:])",
            # 以下是为您撰写的正文
            rf"{_START}(?:以下|下面)(?:是|为|给出|提供)(?:为|给|根据|按照|按|基于|一[份段篇个]|我|您|你|修改|润色|改写|优化|完善|调整|整理|生成|精简|扩写|关于)[^，。；：:\n]{{0,30}}",
            # 根据您提供的材料
            r"(?:根据|按照|基于|结合)(?:您|你)(?:提供|给出|上传|输入|的要求|的需求|所给|给)[^，。；：:\n]{0,16}",
            # 希望以上内容对您有帮助
            r"希望(?:以上|上述|这[份篇段些个]|本文|对您|对你|能)[^。；]{0,20}(?:帮助|满意|有用|参考|要求)",
            # 如需调整，请告诉我
            r"如(?:果|需|有)?(?:您|你)?[^。；，]{0,16}[，,]?(?:请)?(?:随时|欢迎)?(?:告诉我|告知我|联系我(?![们局镇县市区乡街委处站所省州厅办])|跟我说|提供给我|让我知道)",
            # 我无法核实
            r"(?<![\u4e00-\u9fff])我(?:无法|不能|没有办法|没办法|尚?不具备)(?:核实|访问|提供|获取|确认|验证|查证|保证|替您|为您|生成|直接)",
            # 已为您整理
            r"(?:我|已)(?:已经?|将)?为(?:您|你)(?:生成|撰写|整理|修改|润色|起草|优化|准备|提供)",
            # 文中数据均为示例
            r"(?:以上|上述|文中|其中|报告中)[^，。；]{0,8}(?:数据|数字|内容|信息)(?:均|皆|都)?(?:为|是|系)?(?:示例|虚构|假设|模拟|占位)[^，。；]{0,6}",
            # （注：数字为示例，请替换）
            r"[（(](?:注|备注|说明|提示)[:：][^）)\n]{0,60}(?:示例|虚构|假设|占位|替换|根据实际|生成|核实后)[^）)\n]{0,40}[）)]",
            # 字数统计：; （共120字）
            rf"{_START}(?:修改说明|润色说明|改写说明|写作说明|字数统计|修改要点|温馨提示)[:：]|[（(]?(?:全文|正文)?(?:共|约)\s*\d+\s*字[）)]?(?=$|[。\n])",
            # 已深度思考（用时3秒）; 改写后：
            r"已深度思考[^。\n]{0,16}|^(?:思考过程|参考回答|回答|答案|改写后|润色后|修改后|优化后)[:：]|^(?:复制代码|重新生成)$",
            # Sure, here is …
            r"\b(?:Sure|Certainly|Of course|As an AI|Here(?:'s| is| are)|I hope|I'm sorry|Let me know)\b[^\u4e00-\u9fff\n]{0,60}",
        )
    ),
    re.MULTILINE | re.IGNORECASE,
)
QUOTED = 24
"""Characters of the words that a message quotes."""


def check(context: Context) -> Outcome:
    """Every place, marks of one paragraph together."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        start = 0
        for line in text.split("\n"):
            if found := list(_MARKUP.finditer(line)):
                first, last = found[0], found[-1]
                yield RULE.finding(
                    "markup",
                    marks="、".join(dict.fromkeys(match[0].strip()[:QUOTED] for match in found[:6])),
                    section=section,
                    span=(start + first.start(), start + (last.end() if len(found) < 3 else first.end())),
                )
            start += len(line) + 1
        for match in _TALK.finditer(text):
            words = match[0].strip()
            at = match.start() + match[0].index(words)
            yield RULE.finding("talk", words=words[:QUOTED], section=section, span=(at, at + len(words)))
