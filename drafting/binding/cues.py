"""The words by which prose names a fact (domain §2.6, §4.3). A table for reviewers; ``naming`` applies it.

A cue holds for the figure it stands next to in the same clause. Where it depends on what the sentence is about
(``制发`` of 规章 or of 规范性文件), the nearest topic word before the figure decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SUED = "(?:起诉|提起)(?:的?(?:行政)?诉讼)?"
TOPICS = {
    "documents": "规范性文件",
    "rules": "规章(?!制度)",
    "after_review": f"经?复议后(?:{_SUED})?",
    "direct": f"直接(?:{_SUED})",
    "review": "行政复议|复议",
    "litigation": "行政诉讼|诉讼|起诉",
    "requests": "申请",
    "other": "建议|提案|意见|留言|信件|咨询|投诉|举报|诉求|来信|来电",
}
"""What a sentence can be about: topic -> words."""

TOPIC = re.compile("|".join(f"(?P<{topic}>{words})" for topic, words in TOPICS.items()))


@dataclass(frozen=True)
class Cue:
    """``words`` name the facts listed for the topic at hand; ``""`` stands for any topic."""

    words: re.Pattern[str]
    facts: dict[str, tuple[str, ...]]


def _cues(rows: dict[str, dict[str, tuple[str, ...]] | tuple[str, ...]]) -> tuple[Cue, ...]:
    return tuple(
        Cue(re.compile(words), facts if isinstance(facts, dict) else {"": facts}) for words, facts in rows.items()
    )


def _documents(column: str) -> dict[str, tuple[str, ...]]:
    return {"documents": (f"disclosure.normative_documents.{column}",), "rules": (f"disclosure.rules.{column}",)}


def _cases(result: str) -> dict[str, tuple[str, ...]]:
    rows = {"review": "review", "direct": "litigation_direct", "after_review": "litigation_after_review"}
    direct, after = (f"proceedings.{row}.{result}" for row in ("litigation_direct", "litigation_after_review"))
    return {topic: (f"proceedings.{row}.{result}",) for topic, row in rows.items()} | {
        "litigation": (direct, after, f"formula.litigation.{result}")
    }


def _applicant(column: str) -> tuple[str, ...]:
    return f"requests.new_received.{column}", f"handled.{column}"


_RECEIVED = ("requests.new_received.total", "formula.handled", "requests.total.total")
_HANDLED = ("requests.total.total", "formula.handled", "requests.new_received.total")

SPECIFIC = _cues(
    {
        "制发|制定|出台|印发|制作": _documents("made"),
        "废止|宣布失效": _documents("repealed"),
        "现行有效|有效|保留": _documents("in_force"),
        "行政许可": ("disclosure.licences",),
        "行政处罚": ("disclosure.penalties",),
        "行政强制": ("disclosure.coercive_measures",),
        "事业性收费": ("disclosure.fees_wan_yuan",),
        "上一?年度?.{0,2}结转|上一?年度?转入|结转自?上": ("requests.carried_in.total",),
        "结转下|转入?下一?年|下一?年度?继续|结转至": ("requests.carried_out.total",),
        "(?<!不)予以公开|(?<!不)同意公开": ("requests.granted.total",),
        "部分公开": ("requests.partially_granted.total",),
        "不予以?公开": ("formula.refused",),
        "无法提供": ("formula.unavailable",),
        "不予处理": ("formula.unprocessed",),
        "其他处理": ("formula.other",),
        "国家秘密": ("requests.refused_state_secret.total",),
        "禁止公开": ("requests.refused_by_law.total",),
        "三安全一稳定": ("requests.refused_security_stability.total",),
        "第三方合法权益": ("requests.refused_third_party.total",),
        "内部事务": ("requests.refused_internal_affairs.total",),
        "过程性": ("requests.refused_deliberative.total",),
        "执法案卷": ("requests.refused_enforcement_file.total",),
        "行政查询": ("requests.refused_registry_query.total",),
        "不掌握": ("requests.unavailable_not_held.total",),
        "另行制作": ("requests.unavailable_needs_creation.total",),
        "仍不明确": ("requests.unavailable_still_unclear.total",),
        "信访": ("requests.unprocessed_petition.total",),
        "重复申请": ("requests.unprocessed_repeated.total",),
        "公开出版物": ("requests.unprocessed_publication.total",),
        "大量反复": ("requests.unprocessed_excessive.total",),
        "重新出具": ("requests.unprocessed_confirmation.total",),
        "逾期不补正": ("requests.other_not_corrected.total",),
        "逾期.{0,8}缴(?:费|纳)": ("requests.other_fee_unpaid.total",),
        "自然人": _applicant("natural_person"),
        "法人|其他组织": ("legal_persons.new_received", "legal_persons.handled"),
        "企业": _applicant("business"),
        "科研机构": _applicant("research"),
        "公益组织": _applicant("social_welfare"),
        "法律服务机构": _applicant("legal_service"),
        "其他法人或(?:其他)?组织": _applicant("other"),
        "维持": _cases("upheld"),
        "纠正": _cases("corrected"),
        "其他结果": _cases("other"),
        "尚未审结|未审结": _cases("pending"),
        "复议": ("proceedings.review.total",),
        "诉讼|起诉": ("formula.litigation",),
        f"直接{_SUED}": ("proceedings.litigation_direct.total",),
        f"复议后{_SUED}": ("proceedings.litigation_after_review.total",),
    }
)
"""Words that name a fact by themselves."""

GENERAL = _cues(
    {
        "新收": {"requests": ("requests.new_received.total",)},
        "收到|受理|接收|接到|登记": {"requests": _RECEIVED},
        "收办|办理总量": {"requests": ("formula.handled", "requests.new_received.total", "requests.total.total")},
        "办结|答复|回复|办理|办毕": {"requests": _HANDLED},
    }
)
"""Verbs that count only where the text is about 申请; any of 新收, 收办 and （七）总计 may be meant (domain §4.3)."""

BARE = _cues({"申请": {"requests": _RECEIVED}})
"""政府信息公开申请12件, without a verb."""

LAST_YEAR = re.compile("上年|去年|上一年")
RISE = re.compile("增长|增加|上升|提高|[比较].{1,8}多")
FALL = re.compile("下降|减少|降低|[比较].{1,8}少")
SHARE = re.compile("占|比例|比重|率")
