"""What the repository promises about itself."""

import ast
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "unclench"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TEXTS = {".py", ".toml", ".md", ".html", ".css", ".js", ".txt", ".json", ".yml", ""}
Function = ast.FunctionDef | ast.AsyncFunctionDef
LONGEST_MODULE = 400
LONGEST_FUNCTION = 45


def lines_of_code(function: Function) -> int:
    """Lines of a function less its docstring, which says what it is for and may take its room."""
    said = function.body[0] if ast.get_docstring(function) else None
    return (function.end_lineno - function.lineno + 1) - (said.end_lineno - said.lineno + 1 if said else 0)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    lines = [line for line in text.splitlines() if re.match(r'    "[a-z]', line)]
    named = [line for line in lines if re.search(r'"[a-z-]+(\[\w+\])?(~=|>=)', line)]
    assert len(named) > 20
    assert [line for line in named if not re.search(r'",\s+# \w+', line)] == []


def test_every_package_of_the_house_has_its_place_in_the_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layered = {name for contract in contracts if contract["id"] == "layers" for name in contract["layers"]}
    packages = {f"unclench.{path.parent.name}" for path in SOURCE.glob("*/__init__.py")}
    assert packages == layered


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_is_a_small_room(module: Path) -> None:
    text = module.read_text()
    assert text.count("\n") <= LONGEST_MODULE
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, Function)]
    long = {node.name: lines for node in functions if (lines := lines_of_code(node)) > LONGEST_FUNCTION}
    assert long == {}


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    signs = re.compile(r"/(?:home|Users|root|work)/[a-z]")
    texts = [
        path
        for path in tracked()
        if path.suffix in TEXTS and path.name != "uv.lock" and path != Path(__file__)
    ]
    assert [str(path) for path in texts if signs.search(path.read_text(errors="replace"))] == []


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text()
    decisions = {path.name for path in folder.glob("0*.md")}
    assert decisions == set(re.findall(r"\((0\d{3}-[\w-]+\.md)\)", index))


def test_every_make_target_that_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {name for path in documents for name in re.findall(r"`make ([a-z-]+)", path.read_text())}
    assert {"run", "test"} <= named
    assert named - targets == set()


@pytest.mark.parametrize(
    "document", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda path: path.name
)
def test_every_link_in_the_documents_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_domain_runs_in_a_python_without_a_framework_or_a_codec() -> None:
    absent = ("django", "wagtail", "numpy", "av", "PIL")
    program = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({absent!r}))\n"
        "from unclench.sessions.body import Body\n"
        "from unclench.sessions.catalogue import load_script, script_ids\n"
        "from unclench.sessions.fitting import fit\n"
        "for name in script_ids():\n"
        "    script = load_script(name)\n"
        "    line = fit(script, Body(), script.usual_ms, lambda text: 60 * len(text))\n"
        "    assert line.duration_ms == script.usual_ms\n"
    )
    outcome = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_the_suite_cannot_reach_beyond_loopback() -> None:
    with pytest.raises(SocketConnectBlockedError), socket.socket() as line:
        line.connect(("192.0.2.1", 80))
