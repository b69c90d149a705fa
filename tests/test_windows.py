"""What Windows lacks: the source is read for it. ``.ci/lint`` also has the types read as on Windows, which knows every name."""

import ast
import io
import re
import sys
from pathlib import Path

import pytest

from drafting import cli, samples

ROOT = Path(__file__).parents[1]
SOURCES = sorted([ROOT / "app.py", *(ROOT / "drafting").rglob("*.py")])

MODULES = set("crypt fcntl grp nis posix pty pwd readline resource spwd syslog termios tty".split())
"""Modules of the standard library that are there on Unix alone."""
NAMES = {
    "os": set(
        """
        O_DIRECTORY O_NOFOLLOW chown chroot confstr fchmod fchown fork forkpty getegid geteuid getgid
        getgroups getloadavg getpgid getpgrp getpriority getresuid getsid getuid killpg lchown mkfifo mknod
        nice openpty pread pwrite rename sched_getaffinity setgid setpgid setpriority setsid setuid statvfs
        sync sysconf uname wait wait3 wait4
        """.split()
    ),
    "signal": set(
        """
        SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGXCPU alarm
        pause pthread_kill setitimer sigwait
        """.split()
    ),
    "socket": set(
        """
        AF_UNIX SO_REUSEPORT sethostname socketpair
        """.split()
    ),
    "time": set(
        """
        clock_settime tzset
        """.split()
    ),
    "asyncio": set(
        """
        add_signal_handler open_unix_connection start_unix_server
        """.split()
    ),
}
"""What these modules have on Unix alone; ``os.rename`` is there too, and refuses where the target exists."""
KEYWORDS = {"preexec_fn", "start_new_session", "process_group", "pass_fds", "umask"}
"""What ``subprocess`` refuses on Windows or does nothing with."""

CHILDREN = {"run", "Popen", "check_output", "check_call", "call"}
"""The calls of ``subprocess``."""
MOVES_A_FOLDER = {"drafting/service/backup.py", "drafting/service/collections.py", "drafting/bundling/folder.py"}
"""Where ``rename`` is given a folder to a name that nothing has; files are moved by ``replace``."""
FORKS = {
    "drafting/testing/warm.py": "servers for tests, forked where can_fork() says so; elsewhere each is a new interpreter"
}
"""What is for Unix alone, and why that is fine."""


def faults(source: str, where: str = "") -> set[str]:
    """What Windows lacks or does otherwise, of what ``source`` uses: line and name."""
    tree = ast.parse(source)
    elsewhere = {line for node in ast.walk(tree) if isinstance(node, ast.AST) for line in never_on_windows(node)}
    found: set[tuple[int, str]] = set()
    for node in ast.walk(tree):
        found |= {(node.lineno, name) for name in told(node, where)} if hasattr(node, "lineno") else set()
    return {f"{line}: {name}" for line, name in found if line not in elsewhere}


def never_on_windows(node: ast.AST) -> set[int]:
    """The lines that a test of ``sys.platform`` keeps from Windows."""
    for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
        for at, each in enumerate(body if isinstance(body, list) else ()):
            if not isinstance(each, ast.If):
                continue
            test = ast.unparse(each.test)
            if test == "sys.platform != 'win32'":
                return lines(each.body)
            if test == "sys.platform == 'win32'":
                after = body[at + 1 :] if isinstance(each.body[-1], ast.Return | ast.Raise) else []
                return lines(each.orelse) | lines(after)
    return set()


def lines(body: list[ast.stmt]) -> set[int]:
    return {line for each in body for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}


def told(node: ast.AST, where: str):
    """What is wrong with this one node."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in MODULES)
    elif isinstance(node, ast.ImportFrom):
        lacking = MODULES if node.module in MODULES else NAMES.get(node.module or "", set())
        yield from (alias.name for alias in node.names if node.module in MODULES or alias.name in lacking)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.attr in NAMES.get(node.value.id, set()):
            yield f"{node.value.id}.{node.attr}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.match(r"/(tmp|dev|proc|etc|var|usr|home|bin)(/|$)", node.value):
            yield f"the path {node.value}"
        if re.search(r"%-[dmHMSIjyeU]\b", node.value):
            yield f"the format {node.value}"
    elif isinstance(node, ast.FormattedValue) and node.format_spec:
        spec = "".join(part.value for part in node.format_spec.values if isinstance(part, ast.Constant))
        if "%" in spec and not (spec.isascii() and "%-" not in spec):
            yield f"the format {spec}: before Python 3.14 Windows refuses other letters than ASCII in it"
    elif isinstance(node, ast.Assert) and "os.name" in ast.unparse(node.test):
        yield "an assertion on os.name"
    if isinstance(node, ast.Call):
        yield from called(node, where)


def called(node: ast.Call, where: str):
    """What is wrong with this call."""
    given = {keyword.arg for keyword in node.keywords}
    yield from given & KEYWORDS
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
    binary = any(isinstance(value, str) and "b" in value for value in values)
    if name == "open" and isinstance(node.func, ast.Name) and "encoding" not in given and not binary:
        yield "open() without encoding="
    if name == "fdopen" and "encoding" not in given and not binary:
        yield "os.fdopen() without encoding="
    texts = {"read_text": 0, "write_text": 1}
    if (
        name in texts
        and "encoding" not in given
        and len(node.args) <= texts[name]
        and where != "drafting/private_files.py"
    ):
        yield f"{name}() without encoding="
    if name == "NamedTemporaryFile" and "delete" not in given and "delete_on_close" not in given:
        yield "NamedTemporaryFile, which Windows does not open twice"
    if name in CHILDREN and {"text", "universal_newlines"} & given and "encoding" not in given:
        yield "a child's words read without encoding="
    if name == "rename" and where not in MOVES_A_FOLDER and len(node.args) == 1:
        yield "rename(), which Windows refuses where the target exists"
    if name == "strftime" and values and isinstance(values[0], str) and not values[0].isascii():
        yield f"the format {values[0]}: before Python 3.14 Windows refuses other letters than ASCII in it"


def test_nothing_in_the_program_needs_what_windows_lacks():
    told = {where: path for path in SOURCES if (where := path.relative_to(ROOT).as_posix()) not in FORKS}
    assert {where: needed for where, path in told.items() if (needed := faults(path.read_text("utf-8"), where))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import fcntl",
        "from resource import getrlimit",
        "pid = os.fork()",
        "me = os.getuid()",
        "os.kill(pid, signal.SIGKILL)",
        "os.rename(was, now)",
        "path.rename(other)",
        "open(path)",
        "open(path, 'w')",
        "path.read_text()",
        "path.write_text(text)",
        "os.fdopen(handle, 'w')",
        "folder = '/tmp/nianbao'",
        "day.strftime('%-d')",
        "day.strftime('%Y年')",
        "f'{day:%Y年}'",
        "f'{day:%-m/%-d}'",
        "assert os.name == 'posix'",
        "subprocess.run(command, text=True)",
        "subprocess.Popen(command, start_new_session=True)",
        "tempfile.NamedTemporaryFile()",
        "if sys.platform != 'win32':\n    pass\nelse:\n    import pwd",
    ],
)
def test_each_of_these_would_be_found(line):
    assert faults(line) != set()


@pytest.mark.parametrize(
    "line",
    [
        "if sys.platform != 'win32':\n    import fcntl",
        "def limit():\n    if sys.platform == 'win32':\n        return\n    import resource",
        "os.replace(was, now)",
        "open(path, 'rb')",
        "open(path, encoding='utf-8')",
        "path.read_text('utf-8')",
        "path.write_text(text, encoding='utf-8')",
        "f'{day:%Y-%m-%d}'",
        "f'{share:.1%}'",
        "'完成 100%'",
        "subprocess.run(command, text=True, encoding='utf-8')",
        "names.replace('年', '月')",
    ],
)
def test_none_of_these_is_called_a_fault(line):
    assert faults(line) == set()


def test_results_are_in_utf_8_whatever_the_code_page(monkeypatch, tmp_path):
    report, _ = samples.samples()[1].load()
    rare = report.model_copy(update={"organ": report.organ.model_copy(update={"name": "𠮷石镇人民政府"})})
    from drafting import report_file

    report_file.write(rare, tmp_path / "吉石镇.report.json")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="gbk"))  # what Windows in Chinese gives a pipe
    assert cli.main(["draft", str(tmp_path / "吉石镇.report.json"), "--offline"]) == 0
    sys.stdout.flush()
    assert "𠮷石镇" in out.getvalue().decode("utf-8")
