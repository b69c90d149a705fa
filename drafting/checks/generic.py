"""Problems and measures made of words alone that fit every organ (domain §4.5): 公开意识有待提高, 加大公开力度.

What is left when those words are taken away tells of what the sentence speaks: a unit, a system, a place, a date.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

LEFT = 1
"""Characters that may be left of a sentence that says nothing of its own: two are a word already (窗口, 图解)."""

_TELLS = late_pattern("[0-9０-９《》“”]")
_ANY = late_pattern(
    "|".join(
        (
            "政府信息公开(?!栏)|政务信息公开(?!栏)|政府信息|政务信息|信息公开(?!栏)|政务公开(?!栏)|主动公开|依申请公开|政府网站|公开工作|政府|政务|信息|公开(?!栏)|工作",
            "内容|形式|渠道|方式|方法|手段|载体|意识|思想|认识|理念|观念|业务|能力|水平|素质|质量|质效|效率|力度|深度|广度|频率|范围|程度",
            "高标准|高质量|长效|力量|时效性?|及时性|规范性|规范化|主动性|积极性|自觉性|全面性|针对性|实效性|标准化|常态化|专业化|工作机制|制度|机制|体系|队伍|建设|基础支撑|支撑",
            "工作人员|人员|干部|职工|学习|教育|服务|管理|监督|检查|指导|宣传|引导|创新|更新|发布|保障|功能|作用|发挥|围绕|中心|大局|责任|重视",
            "群众|社会|公众|广大|需求|期望|期盼|要求|上级|差距|短板|薄弱环节|薄弱|困难|问题|不足|情况|方面|领域|环节|流程|程序|业务性|整体|总体",
            "有待|亟待|亟需|仍需|尚需|还需|还要|需要?|必须|应当?|进一步|继续|不断|持续|切实|扎实|着力|大力|积极|认真|努力|全面|深入|紧紧|牢固|充分|有效|更加?",
            "加强|加大|加快|提高|提升|增强|完善|健全|建立|强化|优化|改进|改善|丰富|规范|细化|深化|拓宽|拓展|扩大|推进|推动|促进|开展|落实|抓好|做好|树立"
            "|确保|保证|实现|注重|达到|贯彻|实施|执行|沟通|协调|配合|稳定",
            "参差不齐|不够|不强|不高|不及时|不到位|不全面|不规范|不深入|不丰富|不平衡|不主动|欠缺|缺乏|缺少|欠|滞后|单一|一般|薄|弱|低"
            "|少|慢|差|偏|较为|比较|较|及时|准确|到位|深|广|高|强|多|新|好|快|细",
            "仍然|仍|还|也|尚|存在|一定|有些|有的|一些|部分|个别|少数|某些|相关|有关|各级|各|单位|部门|机关|科室|站所|方向|重点|目标|任务",
            "我.|本机关|的|地|得|了|和|与|及|或|并|对|对于|在|以|为|将|把|从|向|上|中|下|等|是|有|会|能|使|让|到|于|不|更|化|性|度",
            r"[\s，、,；;：:。（）()]",
        )
    )
)


def is_generic(text: str) -> bool:
    """Whether ``text`` is made of words every organ uses, without figure, title or name."""
    return not _TELLS.search(text) and len(_ANY.sub("", text)) <= LEFT
