"""The house: one noun, one name, one place; imports in one direction; names that say what a thing is."""

import ast
import re
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from api import create_app
from db.query.root import ROOT
from schemas.nouns import FILED, SCHEMAS

MODULES = sorted(path for folder in ("api", "schemas", "db") for path in (ROOT / folder).rglob("*.py"))
ROOMS = (
    *("schemas.model", "schemas.query", "schemas"),
    *("db.query", "db", "db.curation", "db.history", "db.release"),
    *("api.server", "api.formats", "api.http", "api.middleware", "api"),
    *("api.create_app", "api.specification", "api.cli"),
)
"""Every room, each of which may import from those before it; a package's own name stands for the modules beside it."""
BUILDING = ("db.curation", "db.history", "db.release")
"""Rooms that no request enters; only the command and the specification, which build a record, import from them."""
MAX_LINES = 280
MAX_FUNCTION_LINES = 45
VAGUE = ("utils", "helpers", "common", "manager", "misc")
PARTICIPLES = {"found", "asked", "given", "wanted", "taken", "shown", "made_for", "told", "known", "kept"}
SHARED_NAMES = {"routes", "Response"}
"""Each URL module has its routes; a proposal has responses, as a request has one, and the specification names both."""
TOP_LEVEL = {
    *("pyproject.toml", "openapi.yaml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile"),
    *("gunicorn.conf.py", "api", "schemas", "db", "tests", "bench", "deploy", "docs", "examples"),
    *(".ci", ".git", ".gitignore"),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


NAMES = {name_of(path): path for path in MODULES}


def room_of(module: str) -> str:
    """Return the room of a module; `api` itself puts everything together and stands above what it puts together."""
    if module == "api":
        return "api.create_app"
    package = module if NAMES[module].name == "__init__.py" else module.rpartition(".")[0]
    return ".".join(package.split(".")[:2])


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(module: str) -> set[str]:
    """Return the modules of the project that a module imports, in functions too."""
    names = set()
    for node in ast.walk(tree_of(NAMES[module])):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {name for name in names if name in NAMES} - {module}


GRAPH = {module: imports_of(module) for module in NAMES}


@pytest.mark.parametrize("noun", SCHEMAS)
def test_a_url_names_its_three_files(noun):
    app = create_app()
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(f"/v1/{noun}")]
    assert rules
    for rule in rules:
        view = app.view_functions[rule.endpoint]
        assert view.__module__ == f"api.{noun}"
        operation = getattr(view, "operation", None)
        assert not (operation and operation.noun) or operation.noun == noun, f"{rule.rule} serves {operation.noun}"
    for folder in ("api", "schemas", "db"):
        assert (ROOT / folder / f"{noun}.py").exists()
    if noun in FILED and noun != "sources":
        assert (ROOT / "db" / "records" / noun).is_dir()


def test_every_module_is_in_a_room():
    assert {room_of(module) for module in NAMES} <= set(ROOMS)


@pytest.mark.parametrize("module", NAMES)
def test_a_module_imports_from_the_rooms_before_its_own(module):
    own = ROOMS.index(room_of(module))
    for imported in GRAPH[module]:
        room = room_of(imported)
        if own > 0 and imported in ("api", "db", "schemas") and room != "api.create_app":
            continue  # A package is imported with each of its modules and holds nothing but its docstring.
        assert ROOMS.index(room) <= own, f"{module} imports {imported}, which stands above it"
        serving = room_of(module).startswith("api") and room_of(module) not in ("api.specification", "api.cli")
        assert not (serving and room in BUILDING), f"{module} serves and imports {imported}, which builds"


def test_no_modules_import_each_other_in_a_circle():
    try:
        list(TopologicalSorter({module: GRAPH[module] - {"api", "db", "schemas"} for module in GRAPH}).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_no_rooms_import_each_other_in_a_circle():
    rooms = defaultdict(set)
    for module, imported in GRAPH.items():
        rooms[room_of(module)] |= {room_of(name) for name in imported} - {room_of(module)}
    try:
        list(TopologicalSorter(rooms).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_and_can_be_read_at_one_sitting(path):
    docstring = ast.get_docstring(tree_of(path))
    assert docstring, "no docstring"
    assert docstring.partition("\n")[0].endswith((".", ";"))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
    assert path.stem not in VAGUE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION_LINES, node.name


def test_views_are_short():
    for noun in SCHEMAS:
        for function in (node for node in tree_of(ROOT / "api" / f"{noun}.py").body):
            if isinstance(function, ast.FunctionDef):
                assert len(function.body) - 1 <= 5, function.name


def test_one_name_means_one_thing():
    modules = defaultdict(list)
    for module, path in NAMES.items():
        for node in tree_of(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names = [node.name]
            for name in names:
                if not name.startswith("_") and name not in SHARED_NAMES:
                    modules[name].append(module)
    assert {name: where for name, where in modules.items() if len(where) > 1} == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_names_are_nouns_for_things(path):
    names = {node.arg for node in ast.walk(tree_of(path)) if isinstance(node, ast.arg)}
    names |= {node.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Name)}
    assert not names & PARTICIPLES


def test_the_top_level_is_what_the_design_lists():
    made = {".venv", "build", "node_modules"}
    hidden = {
        path.name
        for path in ROOT.iterdir()
        if path.name.startswith(".") or path.name.endswith((".egg-info", "__pycache__"))
    }
    assert {path.name for path in ROOT.iterdir()} - made - hidden <= TOP_LEVEL


def test_nothing_names_a_registry_or_a_machine():
    registry = re.compile(r"(pypi|pythonhosted|npmjs|debian)[.](org|com|net)|/(work|root|home/[a-z]+)/")
    for folder in ("api", "schemas", "db", "docs", "deploy", ".ci"):
        for path in (ROOT / folder).rglob("*"):
            if (
                path.is_file()
                and path.suffix in (".py", ".md", ".txt", ".json", "")
                and "__pycache__" not in path.parts
            ):
                assert not registry.search(path.read_text(encoding="utf-8")), path


def test_prose_wraps_where_a_difference_shows_a_sentence():
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "db" / "records" / "README.md"):
        fenced = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            fenced = fenced != line.startswith("```")
            if not fenced and not line.startswith(("|", "```")) and "](" not in line:
                assert len(line) <= 120, f"{path.relative_to(ROOT)}:{number}"
