"""Which typefaces a PDF is set in: the office's own where they are installed, open ones otherwise.

The faces GB/T 9704-2012 asks for are commercial and never travel with the program; what stands in for them comes from a
package of Noto fonts (SIL Open Font License) or from the machine. Each role has a chain of faces, so that a rare
character a face lacks is taken from the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from drafting.errors import FileError

if TYPE_CHECKING:
    from typst import Fonts

_PACKAGE = "pylopdf_fonts_zh_cn"
_SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN")
_SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN")
_CHINESE = {
    "FZXiaoBiaoSong-B05S": "方正小标宋简体",
    "STZhongsong": "华文中宋",
    "SimHei": "黑体",
    "STHeiti": "华文黑体",
    "KaiTi_GB2312": "楷体_GB2312",
    "KaiTi": "楷体",
    "STKaiti": "华文楷体",
    "FangSong_GB2312": "仿宋_GB2312",
    "FangSong": "仿宋",
    "STFangsong": "华文仿宋",
    "SimSun": "宋体",
    "NSimSun": "新宋体",
    "STSong": "华文宋体",
    "Noto Serif SC": "思源宋体",
    "Noto Serif CJK SC": "思源宋体",
    "Source Han Serif SC": "思源宋体",
    "Source Han Serif CN": "思源宋体",
    "Noto Sans SC": "思源黑体",
    "Noto Sans CJK SC": "思源黑体",
    "Source Han Sans SC": "思源黑体",
    "Source Han Sans CN": "思源黑体",
    "LXGW WenKai": "霞鹜文楷",
    "Zhuque Fangsong (technical preview)": "朱雀仿宋",
}
"""What staff call a family."""


@dataclass(frozen=True)
class Role:
    """A use of type. ``wanted``: the official face; ``own``: family names under which it or its equals are installed,
    best first (files carry the Latin or the Chinese name); ``open``: what may stand in, best first.
    """

    label: str
    wanted: str
    own: tuple[str, ...]
    open: tuple[str, ...]


ROLES: dict[str, Role] = {
    "title": Role(
        "标题",
        "方正小标宋简体",
        ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "STZhongsong", "华文中宋"),
        ("FandolSong", *_SERIF),
    ),
    "heading1": Role("一级标题", "黑体", ("SimHei", "黑体", "STHeiti", "华文黑体"), ("FandolHei", *_SANS)),
    "heading2": Role(
        "二级标题",
        "楷体_GB2312",
        ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体"),
        ("FandolKai", "LXGW WenKai", *_SERIF),
    ),
    "body": Role(
        "正文",
        "仿宋_GB2312",
        ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋"),
        ("FandolFang R", "Zhuque Fangsong (technical preview)", *_SERIF),
    ),
    "table": Role(
        "表格和页码",
        "宋体",
        ("SimSun", "宋体", "NSimSun", "新宋体", "STSong", "华文宋体", "Songti SC"),
        ("FandolSong", *_SERIF),
    ),
    "latin": Role(
        "数字和西文", "Times New Roman", ("Times New Roman",), ("Liberation Serif", "Tinos", "Libertinus Serif")
    ),
}


@dataclass(frozen=True)
class Face:
    """The face that is used for a role. ``family``: its name in the font file; ``own``: it is an official one."""

    role: Role
    family: str
    own: bool

    def __str__(self) -> str:
        """What the page and the PDF say about it."""
        name = _CHINESE.get(self.family, self.family)
        if self.own:
            return f"{self.role.label}用{name}"
        return f"{self.role.label}用{name}，因为没有安装{self.role.wanted}"


def used() -> tuple[Face, ...]:
    """The face of each role, in the order of ROLES. Raises FileError when there is no Chinese typeface to be had."""
    return tuple(_face(role, families()) for role in ROLES.values())


def chain(id: str) -> tuple[str, ...]:
    """Families for the role called ``id``: its face, then those that have the characters it lacks.

    Raises FileError as ``used`` does.
    """
    role, known = ROLES[id], families()
    face = _face(role, known).family
    return tuple(dict.fromkeys((face, *(name for name in (*role.open, *_SERIF, *_SANS) if name in known))))


@cache
def faces() -> Fonts:
    """All faces that typst finds: the machine's, the package's, its own Latin ones. Reading them takes a moment, once.

    Raises FileError when typst is not installed.
    """
    try:
        from typst import Fonts
    except ImportError as error:
        raise FileError("生成 PDF 的组件 typst 没有装好，请重新安装本程序；其他格式照常可用。") from error
    return Fonts(font_paths=package())


@cache
def families() -> frozenset[str]:
    """Names of the families in ``faces``."""
    return frozenset(faces().families())


def package() -> list[Path]:
    """The folder of the package of open fonts, where it is installed."""
    found = find_spec(_PACKAGE)
    return [Path(found.origin).parent] if found and found.origin else []


def _face(role: Role, known: frozenset[str]) -> Face:
    for own, names in ((True, role.own), (False, role.open)):
        for name in names:
            if name in known:
                return Face(role, name, own)
    raise FileError(
        f"没有可用的{role.wanted}，也没有可以代替它的字体；请安装思源宋体和思源黑体，或重新安装本程序。其他格式照常可用。"
    )
