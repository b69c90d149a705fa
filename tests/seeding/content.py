"""Faults of content and repetition: rules R-01 to R-11, without R-10, which needs other organs' reports."""

from __future__ import annotations

import random

from drafting.checks.carried_over import own
from drafting.checks.measures import measure_items, told_together
from drafting.checks.problems import problem_items
from drafting.report import Kind, Level, Section

from .case import Case, Place, fault


def _years_back(case: Case, text: str) -> str:
    """``text`` as last year's report would have it."""
    year = case.report.year
    return text.replace(f"{year}年", f"{year - 1}年").replace(f"{year + 1}年", f"{year}年")


def _copied(case: Case, chapter: str, change=lambda text: text) -> Place | None:
    """Make last year's chapter this year's own."""
    sections = case.sections(chapter)
    if sum(len(sentence) for id in sections for *_, sentence in own(case.report.text(id))) < 100:
        return None
    for id in sections:
        case.last_year.sections[id] = Section.of(change(_years_back(case, case.report.text(id))))
    return Place(section=chapter)


@fault("R-01", "总体情况照抄上年")
def _(case, chance):
    return _copied(case, "overview")


@fault("R-01", "问题及改进照抄上年")
def _(case, chance):
    return _copied(case, "problems")


@fault("R-01", "总体情况照抄上年，只换几个词")
def _(case, chance):
    return _copied(case, "overview", lambda text: text.replace("全年", "一年来").replace("信息", "资讯", 1))


SAME = (
    "把涉及群众切身利益的事项逐项列出公开清单并张贴在服务大厅显眼位置。",
    "遇到难以判断的内容先由经办人写明理由再提交保密人员逐条核对签字。",
    "对长期没有人看的页面逐一登记并与维护人员商定合并或者撤下的日期。",
    "请各村推选一名热心村民担任公开监督员并按季度把意见汇总报给专人。",
)


def _same(case: Case, sentences: tuple[str, ...], sections: list[str]) -> tuple[Place, ...]:
    """Put the sentences into both reports; found is the first in each section."""
    places: dict[str, Place] = {}
    for sentence, section in zip(sentences, sections):
        place = case.add(section, sentence)
        places.setdefault(section, Place(section=section, span=(place.span[0], place.span[1])))
    last = Section.of(case.last_year.text("overview.lead") + "\n" + "\n".join(sentences))
    case.last_year.sections["overview.lead"] = last
    return tuple(places.values())


@fault("R-02", "一个部分里三句照抄上年")
def _(case, chance):
    return _same(case, SAME[:3], [chance.choice(case.sections("overview"))] * 3)


@fault("R-02", "三句照抄上年，散在各部分")
def _(case, chance):
    sections = case.sections("overview") + ["problems"]
    return _same(case, SAME[:3], [chance.choice(sections) for _ in range(3)])


@fault("R-02", "四句照抄上年，换了年份")
def _(case, chance):
    section = chance.choice(case.sections("overview"))
    dated = tuple(f"{case.report.year}年，{sentence}" for sentence in SAME)
    places = _same(case, dated, [section] * 4)
    case.last_year.sections["overview.lead"] = Section.of(_years_back(case, case.last_year.text("overview.lead")))
    return places


def _again(case: Case, change, chance: random.Random) -> Place | None:
    """Make one of this year's problems one of last year's too."""
    if not (items := [item for item in problem_items(case.report.text("problems")) if len(item[2]) > 10]):
        return None
    start, end, problem = chance.choice(items)
    case.last_year.sections["problems"] = Section.of(
        case.last_year.text("problems") + f"\n存在以下问题：一是{change(problem)}。"
    )
    return Place(section="problems", span=(start, end))


@fault("R-03", "一个问题与上年一字不差")
def _(case, chance):
    return _again(case, lambda problem: problem, chance)


@fault("R-03", "一个问题只比上年多几个字")
def _(case, chance):
    return _again(case, lambda problem: f"{problem}的", chance)


@fault("R-03", "一个问题比上年少最后两个字")
def _(case, chance):
    return _again(case, lambda problem: problem[:-2], chance)


def _unanswered(case: Case, problem: str) -> Place:
    case.last_year.sections["problems"] = Section.of(
        case.last_year.text("problems") + f"\n存在以下问题：一是{problem}。"
    )
    return Place(section="problems")


@fault("R-04", "上年的档案问题没有回应")
def _(case, chance):
    return _unanswered(case, "库房里的胶片档案潮湿发霉，缺少除湿设备")


@fault("R-04", "上年的译文问题没有回应")
def _(case, chance):
    return _unanswered(case, "少数民族文字译文滞后")


@fault("R-04", "上年的热线问题没有回应")
def _(case, chance):
    return _unanswered(case, "夜间热线无人接听，录音设备老旧难以使用")


@fault("R-05", "没有写改进措施")
def _(case, chance):
    case.write("problems", "工作中存在以下问题：一是胶片档案受潮，查找困难。二是夜间热线无人接听。")
    return Place(section="problems", span=(len("工作中存在以下问题：一是"), len(case.report.text("problems")) - 1))


def _more_problems(case: Case, problem: str, measures: str) -> Place:
    opening = "工作中存在以下问题：一是胶片档案受潮，查找困难；二是夜间热线无人接听；三是"
    case.write("problems", f"{opening}{problem}。", f"下一步改进措施：{measures}。")
    return Place(section="problems", span=(len(opening), len(opening) + len(problem)))


@fault("R-05", "三个问题只有两项措施")
def _(case, chance):
    return _more_problems(case, "译文滞后，校对缺人", "一是6月底前把胶片档案转存；二是安排夜间热线轮班")


@fault("R-05", "三个问题，措施答的是前两个")
def _(case, chance):
    return _more_problems(case, "橱窗玻璃破损，不便阅读", "一是3月底前给胶片档案除湿；二是配两名夜间热线值守")


def _generic(case: Case, problems: str, measures: str = "") -> Place:
    opening = "工作中存在以下问题："
    case.write(
        "problems",
        f"{opening}{problems}。",
        measures or "下一步改进措施：一是6月底前印发问答手册；二是每季度抽查专栏。",
    )
    return Place(section="problems", span=(len(opening) + 2, len(opening) + len(problems)))


@fault("R-06", "公开意识有待提高之类")
def _(case, chance):
    return _generic(case, "一是公开意识有待提高；二是更新不够及时")


@fault("R-06", "内容不够丰富之类")
def _(case, chance):
    return _generic(case, "一是公开内容不够丰富；二是公开形式较为单一；三是业务能力有待提升")


@fault("R-06", "只有一个通用的问题")
def _(case, chance):
    return _generic(case, "一是政府信息公开工作力度有待加大")


@fault("R-07", "写没有问题")
def _(case, chance):
    case.write(
        "problems", "经全面自查，各项公开任务都按要求完成，本年度不存在问题，下一步继续按部署抓好落实，保持现有水平。"
    )
    return case.at("problems", "不存在问题")


def _praised(case: Case, before: str, praise: str) -> Place:
    opening = f"工作中存在以下问题：一是{before}，"
    case.write(
        "problems", f"{opening}{praise}；二是夜间热线无人接听。", "下一步改进措施：一是6月底前补齐；二是安排轮班。"
    )
    return Place(section="problems", span=(len(opening), len(opening) + len(praise)))


@fault("R-07", "问题写成取得成效")
def _(case, chance):
    return _praised(case, "胶片档案虽有受潮", "但整体工作取得显著成效")


@fault("R-07", "问题写成位居前列")
def _(case, chance):
    return _praised(case, "译文仍有滞后", "但总量位居全市前列")


NEUTRAL = (
    (
        "做好政府信息公开是建设法治政府的重要内容，也是保障群众知情权的基本要求。主动公开方面，围绕中心工作及时发布有关内容，回应社会关切，"
        "不断拓展广度和深度。依申请公开方面，畅通受理渠道，规范办理流程，依法作出答复。信息管理方面，落实审核制度，严把内容关口。"
    ),
    "平台建设方面，完善网站功能，优化栏目设置。监督保障方面，健全考核、评议和责任追究制度，加强业务培训，提升队伍素质。",
)


@fault("R-08", "通篇没有本机关，也没有数字")
def _(case, chance):
    for section in case.sections("overview"):
        del case.report.sections[section]
    case.write("overview.lead", *NEUTRAL)
    return Place(section="overview")


def _elsewhere(case: Case, sentence: str, words: str, chance: random.Random) -> Place | None:
    organ = case.report.organ
    if organ.level is not Level.TOWNSHIP and organ.kind is not Kind.DEPARTMENT or organ.level is Level.CITY:
        return None
    return case.somewhere(sentence, words, chance)


@fault("R-08", "写到部分地区")
def _(case, chance):
    return _elsewhere(case, "部分地区推进力度不一。", "部分地区", chance)


@fault("R-08", "写到多数部门")
def _(case, chance):
    return _elsewhere(case, "多数部门按期完成任务。", "多数部门", chance)


@fault("R-08", "写到一些地方")
def _(case, chance):
    return _elsewhere(case, "进度不一，一些地方重视不够。", "一些地方", chance)


def _vague(case: Case, measure: str) -> Place | None:
    text = case.report.text("problems")
    if not measure_items(text) or told_together(text):
        return None
    opening = "下一步改进措施：一是6月底前印发问答手册；二是"
    case.write("problems", "工作中存在以下问题：一是胶片档案受潮；二是夜间热线无人接听。", f"{opening}{measure}。")
    start = case.report.text("problems").index("\n") + 1 + len(opening)
    return Place(section="problems", span=(start, start + len(measure)))


@fault("R-09", "加大公开力度之类")
def _(case, chance):
    return _vague(case, "进一步加大公开力度")


@fault("R-09", "提升业务能力之类")
def _(case, chance):
    return _vague(case, "加强业务学习，不断提升工作人员业务能力和水平")


@fault("R-09", "完善工作机制之类")
def _(case, chance):
    return _vague(case, "健全完善工作机制，扎实推进各项工作")


FAR = (
    (
        "全年粮食播种面积稳步扩大，秋粮喜获丰收，农机社会化服务覆盖所有行政村，合作社带动农户种植优质小麦和高油花生，亩均收成好于往年。"
        "林果业发展势头良好，新栽苹果树和梨树连片成园，采摘游吸引城里人前来，农户在家门口增加了进项，乡村面貌焕然一新，日子越过越红火，人人脸上都有笑容。"
    ),
    (
        "道路养护常抓不懈，主干道两侧栽种了行道树，背街小巷铺上了沥青，路灯亮了起来，雨污分流管网铺设完成，污水处理站投入运行，河道清淤疏浚到位。"
        "农村厕所改造深入人心，垃圾日产日清，庭院干净整洁，村民自发组成义务清洁队，每逢周末打扫街巷，孩子们在新修的小广场上嬉戏玩耍，老人们在亭子里下棋。"
    ),
    (
        "安全生产警钟长鸣，防汛抗旱物资储备充足，森林防火巡护队员日夜值守，燃气管道和老旧电线得到更换，学校食堂和养老院逐一排查，隐患即知即改。"
        "民兵训练有声有色，征兵任务圆满完成，退役军人得到妥善安置，军属门前挂上光荣牌，烈士陵园修葺一新，清明时节师生前往祭扫，缅怀先烈的丰功伟绩。"
    ),
)


@fault("R-11", "大段写粮食和果业")
def _(case, chance):
    return case.add(chance.choice(case.sections("overview")), FAR[0])


@fault("R-11", "大段写道路和环境")
def _(case, chance):
    return case.add(chance.choice(case.sections("overview")), FAR[1])


@fault("R-11", "六里大段写安全生产")
def _(case, chance):
    return case.add("other", FAR[2])
