"""Names of organs in a text: where they stand as the one who reports, and whether they mean the organ itself."""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.report import Report

_PLACE = (
    r"(?:[省州盟旗]|(?<![城超上股门夜楼都集闹])市|(?<![各全郡])县|(?<![专园地辖城山小景校库片社街市县灾牧林矿分禁各全])区"
    r"|(?<![乡村城集各全重])镇|(?<![城家下各全返老故回水])乡|街道)"
)
_SIGN = r"(?:(?![由将在对把让按是了着过不的等以占])[\u4e00-\u9fff])"
NAME = (
    rf"{_SIGN}{{1,10}}?{_PLACE}(?:{_SIGN}{{1,12}}?{_PLACE})??"
    rf"(?:人民政府|政府|街道办事处|办事处|管理委员会|管委会|{_SIGN}{{2,14}}?(?:委员会|局))?(?:办公室|办公厅|党政办)?"
)
"""A place or an organ of one: 石桥镇, 云溪县自然资源局, 洪泽区人民政府办公室; to be anchored on both sides."""

_NO_NAME = late_pattern(
    "^(?:[省市州县区旗镇乡]|街道|各|全|我|本|该|此|所|有关|相关|部分|其他|辖|党|国|中央|自治)"
    "|推进|指导|督促|组织|开展|帮助|支持|协助|配合|会同|联合|加强|选派|邀请|走访|接受|根据|依据|围绕|通过"
    "|^(?:公开|公布|公示|发布|印发|转发|上网|上传|挂网|更新|推送|收到|办理|答复|解读|归集|提交|采取|刊登|报送|上报|报请|呈报|递交|送交|登载|刊发|转交|抄送)"
    "|前往|全面|持续|积极|认真|继续|进一步|深入|上级|以来|多个"
)
_KIND = late_pattern(r"(?:人民政府|政府|街道办事处|办事处|管理委员会|管委会)?(?:办公室|办公厅|党政办)?$")


def is_name(words: str) -> bool:
    """Whether ``words``, which match NAME, are a proper name: 县自然资源局, 各乡镇 and 指导石桥镇 are not."""
    return not _NO_NAME.search(words)


def means_the_organ(words: str, report: Report) -> bool:
    """Whether ``words`` name the organ, a part of it or its superior, in full or shortened; or stand in a note."""
    organ = report.organ
    for own in filter(None, (organ.name, organ.short_name)):
        core = _KIND.sub("", own) or own
        if (is_name(core) and core in words) or _shortens(words, own):
            return True
    above = organ.superior
    bare = _KIND.sub("", words)
    if above and (_KIND.sub("", above) == bare or _shortens(bare, above) or _shortens(bare, above + organ.name)):
        return True
    return any(bare in note.text for note in report.notes)


def _shortens(short: str, full: str) -> bool:
    """Whether ``short`` is ``full`` with characters left out (洪泽区政府 of 淮安市洪泽区人民政府)."""
    rest = iter(full)
    return all(sign in rest for sign in short)
