"""The shape of the house: imports only look down, modules stay small, slow libraries wait until they are needed."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import drafting
from drafting import reading

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "drafting").rglob("*.py"))
FLOORS = re.findall(r"^    (\w+) {2,}\S", drafting.__doc__, re.MULTILINE)
"""The rooms of the package, the highest first, as its docstring draws them."""


@cache
def parsed(path: Path) -> ast.Module:
    """The module at ``path``, read once for all that is asked about it."""
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    """The rooms of the package that a module imports from, however it writes the import; not its own."""
    found: set[str] = set()
    package = ("drafting", *path.relative_to(ROOT / "drafting").parts[:-1])
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "drafting" else {module}
    rooms = {name.split(".")[1] for name in found if name.startswith("drafting.")}
    return rooms - {room(path), "__version__"}


def room(path: Path) -> str:
    """The folder or module directly in the package that ``path`` is, or lies in."""
    return path.relative_to(ROOT / "drafting").with_suffix("").parts[0]


def test_the_drawing_of_the_house_names_every_room_once():
    assert sorted(FLOORS) == sorted({room(path) for path in MODULES} - {"__init__"})


def test_a_module_imports_only_its_own_floor_and_those_below():
    above = {floor: set(FLOORS[:at]) for at, floor in enumerate(FLOORS)}
    upward = {path: imported(path) & above[room(path)] for path in MODULES if room(path) != "__init__"}
    assert {str(path.relative_to(ROOT)): rooms for path, rooms in upward.items() if rooms} == {}


def test_the_parts_of_reading_import_only_downwards_too():
    parts = re.findall(r"^    (\w+) {2,}\S", reading.__doc__, re.MULTILINE)
    folder = ROOT / "drafting" / "reading"
    assert sorted(parts) == sorted(path.parent.name for path in folder.glob("*/__init__.py"))
    for path in folder.rglob("*.py"):
        if path.name == "__init__.py" or path.stem in {"pasted", "guarded"}:  # these read whole tables and files
            continue
        part = path.parent.name
        above = parts[: parts.index(part)] if part in parts else parts
        looked_up = re.findall(r"^from \.+(\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert set(looked_up) & set(above) == set(), path


def test_a_module_says_what_it_is_and_so_does_everything_public_in_it():
    silent = []
    for path in MODULES:
        tree = parsed(path)
        public = [
            node
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        silent += [
            f"{path.relative_to(ROOT)}: {getattr(node, 'name', 'the module')}"
            for node in (tree, *public)
            if not ast.get_docstring(node)
        ]
    assert silent == []


def test_no_module_is_over_400_lines():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_the_first_page_needs_neither_langchain_nor_openai_nor_a_document_library():
    script = """
import sys
from streamlit.testing.v1 import AppTest
at = AppTest.from_file("app.py", default_timeout=60).run()
assert not at.exception and at.button[0].label == "新建"
late = ("langchain_core", "langchain_openai", "openai", "docx", "typst", "xlsxwriter", "lxml", "pdfplumber",
        "python_calamine", "xlrd")
print([name for name in late if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_setting_is_in_the_readme():
    from drafting.settings import NAMES

    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in NAMES.values() if f"`{name}`" not in readme] == []


def test_every_paragraph_of_the_domain_that_the_code_cites_is_there():
    headings = set(re.findall(r"^##+ ([\d.]+?)\.? ", (ROOT / "docs" / "domain.md").read_text("utf-8"), re.MULTILINE))
    cited = {
        (path.name, paragraph)
        for path in MODULES
        for quote in re.findall(r"domain (§[\d.–, §]*\d)", path.read_text("utf-8"))
        for paragraph in re.findall(r"\d+(?:\.\d+)?", quote)
    }
    assert len(cited) > 50
    assert [cite for cite in cited if cite[1] not in headings] == []


def distributions(*folders: str, named_too: bool = False) -> set[str]:
    """The distributions whose modules these folders and files import, or (``named_too``) name in a string to use their
    files.
    """
    named: set[str] = set()
    for path in (
        path
        for folder in folders
        for path in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))
        if path.name != "identity_provider.py"  # runs in an environment of its own
    ):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                named |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                named.add(node.module.partition(".")[0])
            elif named_too and isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
    named -= {"tests"}  # ours, though a distribution may ship a folder of that name
    known = packages_distributions()
    return {
        canonical(name) for module in named if module not in sys.stdlib_module_names for name in known.get(module, ())
    } - {"nianbao"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(extra: str = "") -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {canonical(re.match(r"[\w.-]+", line)[0]) for line in lines}


def test_what_the_program_imports_is_declared_and_what_is_declared_is_imported():
    assert (
        distributions("drafting", "app.py")
        - declared()
        - declared("local")
        - declared("evaluate")
        - declared("cluster")
        == set()
    )
    assert declared() - distributions("drafting", "app.py", named_too=True) == {
        "socksio",  # imported by openai's HTTP client
    }


def test_what_the_tests_import_is_declared():
    assert distributions("tests") - declared() - declared("local") - declared("test") - declared("bench") == set()


def test_the_package_can_be_run():
    done = subprocess.run(
        [sys.executable, "-m", "drafting", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "check" in done.stdout and "export" in done.stdout
