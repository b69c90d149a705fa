"""Whether the words round a figure name a fact exactly, of the whole organ and the whole year, and nothing narrower.

A fact that is named exactly contradicts a figure that differs. Precision first: what stands before the naming words in
their clause (``lead``) and between them and the figure (``gap``) must consist of the words listed here. One unknown
word (网上, 县住建局, 涉及征地的) may mean a part, and then nothing is contradicted.
"""

from __future__ import annotations

import re

from drafting.report import Kind, Level, Organ

_TIME = (
    "(?:19|20)[0-9]{2}\\s*年度?|全年度?|本年度?|今年|当年|年内|一年来|报告期内?|统计期内?|期间|截至|年底|年末|"
    "1\\s*月\\s*1\\s*日|12\\s*月\\s*31\\s*日"
)
_WHO = (
    "[我本全][省市州盟县区旗镇乡局委厅办院部站处所]|[我本全](?:街道|系统|机关|单位|办事处|管委会)|本行政机关|各级各部门|各级行政机关|"
    "各级政府|及其?部门|行政机关"
)
_HOW = (
    "共计?|总共|总计|合计|累计|一共|已经?|均|全部|依法|依规|依申请|按时|按期|及时|实际|分别|同时|其中|另有?|此外|并|且|还|和|及|"
    "的|了|中|内|共有|有|为|是|对|将|方面|情况|结果|决定|作出?|做出|予以|给予|由|以|实施|办理结果|处理结果|至|起|到|止|：|:|\\s"
)
_REQUESTS = (
    "政府信息公开|政府信息|信息公开|依申请公开|公开|申请人?|案件|事项|新收|收到|受理|接收|接到|登记|收办|办理|办结|答复|回复|"
    "提出|提交|征收|收取|制发|制定|出台|印发|废止|现行有效|行政规范性文件|规范性文件|行政许可|行政处罚|行政强制|规章"
)
_CASES = (
    "因|工作|引起|引发|产生|导致|发生|被|提起|申请|涉及?|有关|相关|未?经|直接|行政复议|复议后?|行政诉讼|诉讼|起诉|案件?|新增|"
    "办理|行政"
)
_AMOUNT = "数量?|总量|总数|件数|总额|金额|数额|收入|共计?|合计|总计|累计|达到?|为|约|近|超过?|逾|计|是|有|了|到|过|：|:|的|\\s|“|”"

_LEAD = re.compile(f"(?:{_TIME}|{_WHO}|{_REQUESTS}|{_CASES}|{_HOW})*+")
_GAP = re.compile(
    f"(?:各类|有效|公民|群众|向?本机关|新的?|政府信息公开|政府信息|信息公开|依申请公开|公开|申请人?|案件|事项|"
    f"行政复议|行政诉讼|决定|行政规范性文件|规范性文件|规章|提出|提起|继续|办理|年度?|下|一|的?结果|处理|{_AMOUNT})*+"
)

NARROW = re.compile(
    "政府办|办公[室厅]|[省市州县区镇乡]直|直属|本级|机关本部|代表|备案|[各有]关?(?:部门|单位)|(?<!级)各部门|下属|所属|分局|派出|窗口|"
    "(?:省|市|州|县|区|人民)政府(?!信息|网|门户|系统|及其?部门|公报|办)"
)
"""Words of a narrower scope than the organ of the report (domain §4.3, N-02)."""
ASIDE = re.compile(
    "半年|季度|[0-9一二三四五六七八九十]月(?!31)|(?<!统计|报告)期间|近[0-9一二三两几]+年|年来|以来|网上|网络|线上|信函|邮寄|邮件|当面|现场|传真|窗口|"
    "邮箱|渠道|类申请|涉及|关于|针对|其中|清理|审核|审查|修改|报备|起草|"
    "[\u4e00-\u9fff]{2}(?:(?<![大格布结全时政])局|委员会|街道(?!办)|(?<![城乡集])镇|(?<!城)乡(?!镇|村)|大队|支队|服务中心|管理中心|医院|学校|公司)"
)
"""Words of the clauses just before that turn what follows into a part: a time, a channel, a kind, another organ."""
WHOLE = re.compile("全[省市州盟县区旗镇乡局系]|各级")
"""Words that bring the whole back."""
_ABOUT = re.compile("信息公开|政务公开|依申请|公开申请|政府信息")
_SHOWN = re.compile("公示|发布|上传|更新|归集|报送|录入|推送|主动公开|公开(?:行政|规范|各类|涉)")


def exactly(lead: str, gap: str, organ: Organ) -> bool:
    """Whether the words before and after those that name a fact leave it as it is."""
    for name in _own(organ):
        lead = lead.replace(name, "")
    return bool(_LEAD.fullmatch(lead) and _GAP.fullmatch(gap))


def narrowed(words: str, organ: Organ) -> bool:
    """Whether ``words`` speak of a part of the organ, or of one organ within the area that the report is about."""
    for name in _own(organ):
        words = words.replace(name, "")
    return bool(NARROW.search(words))


def set_aside(clauses: str, organ: Organ) -> bool:
    """Whether the clauses just before speak of a part of the year, a channel, a kind or another organ."""
    for name in _own(organ):
        clauses = clauses.replace(name, "")
    return bool(ASIDE.search(clauses))


def about_information(line: str) -> bool:
    """Whether a line is about 政府信息公开 at all; without it 申请 and 复议 may be of any kind."""
    return bool(_ABOUT.search(line))


def shown(sentence: str) -> bool:
    """Whether decisions or documents are said to be published rather than made."""
    return bool(_SHOWN.search(sentence))


def _own(organ: Organ) -> list[str]:
    """The names that mean the whole organ.

    The report of a government above township level covers the area, so that no name with 政府 is among them.
    """
    names = {organ.name, organ.short_name, organ.self_reference, organ.called}
    place = organ.name.removesuffix("人民政府").removesuffix("办事处")
    if organ.kind is Kind.GOVERNMENT:
        names |= {place, re.sub("^.*?[省市州县](?=.)", "", place)}
        if organ.level is Level.TOWNSHIP:
            names |= {"镇人民政府", "乡人民政府", "镇政府", "乡政府"}
        else:
            names.discard(organ.name)
            names.discard(organ.called if "政府" in organ.called else "")
            names = {name for name in names if "政府" not in name}
    return sorted((name for name in names if name), key=len, reverse=True)
