"""The house: one noun, one name, one place; imports in one direction; modules small enough to read."""

import ast
import re
from pathlib import Path

import pytest

from api import create_app
from api.server.settings import ROOT
from schemas.nouns import FILED, SCHEMAS

MODULES = sorted(path for folder in ("api", "schemas", "db") for path in (ROOT / folder).glob("*.py"))
MAY_IMPORT = {"api": {"api", "schemas", "db"}, "db": {"db", "schemas"}, "schemas": {"schemas"}}
TOP_LEVEL = {
    *("pyproject.toml", "openapi.yaml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile"),
    *("gunicorn.conf.py", "api", "schemas", "db", "tests", "examples", "bench", "deploy", "docs", ".ci", ".git"),
    ".gitignore",
}


@pytest.mark.parametrize("noun", SCHEMAS)
def test_a_url_names_its_three_files(noun):
    app = create_app()
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(f"/v1/{noun}")]
    assert rules
    for rule in rules:
        assert app.view_functions[rule.endpoint].__module__ == f"api.{noun}"
    for folder in ("api", "schemas", "db"):
        assert (ROOT / folder / f"{noun}.py").exists()
    if noun in FILED and noun != "sources":
        assert (ROOT / "db" / "records" / noun).is_dir()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_says_what_it_is_and_looks_only_downwards(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstring = ast.get_docstring(tree)
    assert docstring, "no docstring"
    assert docstring.partition("\n")[0].endswith((".", ";"))
    for node in ast.walk(tree):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            package = name.partition(".")[0]
            assert package not in MAY_IMPORT or package in MAY_IMPORT[path.parent.name], f"imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330
    assert path.stem not in ("utils", "helpers", "common", "manager", "base", "misc")


def test_views_are_short():
    for noun in SCHEMAS:
        tree = ast.parse((ROOT / "api" / f"{noun}.py").read_text(encoding="utf-8"))
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
            assert len(function.body) - 1 <= 5, function.name


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


def test_comments_are_sentences():
    for path in MODULES:
        for line in path.read_text(encoding="utf-8").splitlines():
            comment = re.match(r"\s*# (?!type:|noqa)(.*)", line)
            if comment:
                assert re.match(r"[A-Z`/]", comment[1]) or Path(path).name == "cli.py", (path, comment[1])
