"""CONTRIBUTING: its diffs do what it says of them, and without one of their parts a message says what is missing.

All tasks are applied to one copy of the tree, which is asked over the made-up record. A part is one hunk of a diff.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.query.root import ROOT

pytestmark = pytest.mark.slow

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAX_PLACES = 8
"""Files of code that a new noun may need."""
COPIED = (
    *("api", "schemas", "db", "pyproject.toml", "openapi.yaml", "README.md", "tests/test_readme_tables.py"),
    *(f"tests/{path.name}" for path in (ROOT / "tests").glob("*.py") if not path.name.startswith("test_")),
    *("tests/records", "tests/query/test_filters.py", "tests/formats", "tests/release/test_made_up_world.py"),
)
"""What the copy consists of: the code, what all tests share, and the tests that a part belongs to."""
ASK = """
import sys
from pathlib import Path
from api import create_app
from db.release.build import build_database

build_database(Path("tests/records"), Path("build/current"))
client = create_app(PARLEY_DATABASE="build/current").test_client()
for url in sys.argv[1:]:
    print(client.get(url).get_data(as_text=True))
"""
COMMAND = """
import sys
from api.cli.main import main

main(sys.argv[1:], standalone_mode=False)
"""
COMMANDS = {
    "db/records/_templates/mission.yaml": ("new", "mission", "lighthouse-mission"),
    "tests/records/missions/harbour-monitors.yaml": ("openapi",),
}
"""What notices that a part is missing, where it is not noticed at start: the command of `parley`, by the file."""
RULES = (
    *("tests/query/test_filters.py", "tests/release/test_made_up_world.py", "tests/formats/test_every_format.py"),
    "tests/test_readme_tables.py",
    *("tests/formats/test_tsv.py", "-k", "every or has_a_test or language or operator or topics or empty_list_has"),
)
"""The tests of the parts that are tests, with pytest's options."""
ANSWERS = {
    "/v1/documents?language=en&fields=language": '"language": "en"',
    "/v1/documents?language__not=en": '"total": 0',
    "/v1/sources?sort=author&fields=author": '"author": null',
    "/v1/sources?sort=-author&limit=1&view=full": '"author": "[A-Z]',
    "/v1/publishers/example-wire.txt": "Languages: +en, no\n",
    "/v1/publishers/example-wire?fields=languages": r'"languages": \[',
    "/v1/topics.tsv?fields=id,name": "id\tname\nceasefire\tCeasefire\n",
    "/v1/missions?topic=ceasefire": '"total": 1',
    "/v1/missions/harbour-monitors": '"mandate": "Watches',
    "/v1/missions/harbour-monitors.txt": "Operator: +Harbour Ministry",
    "/v1/missions.txt": "Harbour Monitoring Mission\n? +harbour-monitors",
    "/v1/missions.csv": ",name,operator,place,mandate,",
    "/v1/missions/harbour-monitors.jsonld": '"@type": "CreativeWork"',
    "/v1/search?q=monitoring&type=mission": '"type": "mission"',
    "/v1": '"noun": "missions"',
    "/openapi.yaml": r"\n  /v1/missions/\{identifier\}:\n",
}
"""What the reply shows at each address."""
MISSING = {
    "filter": {
        "schemas/documents.py": [
            "name 'Tags' is not defined",
            "documents: the filter 'language' in db/ has no parameter in DocumentQuery",
        ],
        "db/documents.py": ["documents: the parameter 'language' of DocumentQuery has no filter in db/"],
        "tests/query/test_filters.py": [r"\('documents', 'language'\)"],
    },
    "order": {
        "schemas/sources.py": ["sources: the sort 'author' in db/ is no order of SourceQuery"],
        "db/sources.py": ["sources: the order 'author' of SourceQuery has no sort in db/"],
    },
    "field": {
        "schemas/publishers.py": [
            "name 'Language' is not defined",
            "field 'languages' of api/formats/text/records.py is missing in schemas/publishers.py",
        ],
        "api/formats/text/records.py": ["field 'languages' of publishers is missing in api/formats/text/records.py"],
        "tests/records/publishers/example-wire.yaml": [r"AssertionError: \('publishers', 'languages'\)"],
    },
    "format": {
        "api/formats/tsv.py": ["No module named 'api.formats.tsv'"],
        "api/formats/__init__.py": [
            "name 'TSV' is not defined",
            "format of api/formats/tsv.py is missing in FORMATS of api/formats/__init__.py",
        ],
        "README.md": [r"no row of \.tsv in the README"],
        "tests/formats/test_tsv.py": ["no test in tests/formats/ asks for .tsv"],
    },
    "noun": {
        "schemas/missions.py": ["No module named 'schemas.missions'"],
        "schemas/nouns.py": [
            "name 'Mission' is not defined",
            "noun 'missions' of QUERIES of schemas/nouns.py is missing in SCHEMAS of schemas/nouns.py",
            "noun 'missions' is missing in QUERIES of schemas/nouns.py",
            "noun 'missions' is missing in FILED or INNER of schemas/nouns.py",
        ],
        "db/missions.py": ["No module named 'db.missions'"],
        "db/nouns.py": ["name 'MISSIONS' is not defined", "noun 'missions' is missing in NOUNS of db/nouns.py"],
        "db/release/derivations/__init__.py": [
            "name 'topic_terms' is not defined",
            "noun 'missions' is missing in DERIVATIONS of db/release/derivations/__init__.py",
        ],
        "api/missions.py": ["cannot import name 'missions'"],
        "api/__init__.py": ["name 'missions' is not defined", "noun 'missions' is missing in URLS of api/__init__.py"],
        "db/records/_templates/mission.yaml": ["noun 'missions' is missing in db/records/_templates"],
        "README.md": ["no row of /v1/missions in the README"],
        "tests/records/missions/harbour-monitors.yaml": ["noun 'missions' is missing in tests/records"],
        "tests/query/test_filters.py": [r"\('missions', 'operator'\)"],
    },
}
"""For each part of each task, by its file, what the message says where that part alone is left out."""


def diffs_of(task: str) -> list[str]:
    """Return the diffs in the section of a task."""
    section = TEXT.partition(f"## Add a{'n' if task == 'order' else ''} {task}\n")[2].partition("\n## ")[0]
    return re.findall(r"```diff\n(.*?)```", section, re.DOTALL)


def parts_of(task: str) -> list[tuple[str, str, str]]:
    """Return each hunk of a task as a diff of its own, with its file and the message where it is left out."""
    parts = []
    for diff in diffs_of(task):
        head, *hunks = re.split(r"(?m)^(?=@@ )", diff)
        path = head.rpartition("+++ b/")[2].strip()
        parts += [(path, head + hunk, text) for hunk, text in zip(hunks, MISSING[task][path], strict=True)]
    return parts


PARTS = [part for task in MISSING for part in parts_of(task)]
TESTED = [part for part in PARTS if part[0].startswith(("tests/", "README.md")) and part[0] not in COMMANDS]
"""Parts whose absence a test notices."""


def apply(tree: Path, diff: str, *options: str) -> None:
    """Apply a diff to a tree as `git apply` does outside a repository."""
    command = ["git", "apply", "--whitespace=error", *options, "-"]
    done = subprocess.run(command, cwd=tree, input=diff, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr}\n{diff}"


def copy_tree(target: Path, *names: str) -> Path:
    """Copy parts of the tree without the real record, of which only the templates are taken."""
    real = str(ROOT / "db" / "records")
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name,
                target / name,
                ignore=lambda folder, entries: set(entries) - {"_templates"} if folder == real else set(),
            )
        else:
            shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Return a copy of the tree to which every task was applied, its specification in step."""
    target = copy_tree(tmp_path_factory.mktemp("tree"), *COPIED)
    for task in MISSING:
        apply(target, "".join(diffs_of(task)))
    status, text = run(target, "-c", COMMAND, "openapi")
    assert status == 0, text
    return target


def run(tree: Path, *arguments: str) -> tuple[int, str]:
    """Run Python in a tree, and return its status and all that it wrote."""
    environment = {"PATH": "/usr/bin:/bin", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PARLEY_RECORDS": "build/records"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("task", MISSING)
def test_a_task_applies_by_itself_and_every_part_has_its_message(task):
    apply(ROOT, "".join(diffs_of(task)), "--check")
    assert {path for path, _, _ in parts_of(task)} == set(MISSING[task])


def test_what_was_added_answers(tree):
    status, text = run(tree, "-c", ASK, *ANSWERS)
    assert status == 0, text
    assert re.search(".*".join(ANSWERS.values()), text, re.DOTALL), text


@pytest.mark.parametrize("path", COMMANDS)
def test_the_commands_know_it(tree, path):
    status, text = run(tree, "-c", COMMAND, *COMMANDS[path])
    assert status == 0, text


def test_its_tests_pass_and_each_misses_its_part(tree):
    command = ("-m", "pytest", "-q", "-p", "xdist.plugin", "-p", "no:cacheprovider", *RULES)
    status, text = run(tree, *command)
    assert status == 0, text
    for _, part, _ in TESTED:
        apply(tree, part, "--reverse")
    status, text = run(tree, *[argument for argument in command if not argument.endswith("test_tsv.py")])
    for _, part, message in TESTED:
        apply(tree, part)
        assert re.search(message, text), text


@pytest.mark.parametrize(
    ("path", "part", "message"),
    [pytest.param(*part, id=f"{part[0]}-{place}") for place, part in enumerate(PARTS) if part not in TESTED],
)
def test_without_a_part_it_says_what_is_missing(tree, path, part, message):
    apply(tree, part, "--reverse")
    try:
        status, text = run(tree, "-c", COMMAND, *COMMANDS[path]) if path in COMMANDS else run(tree, "-c", ASK)
    finally:
        apply(tree, part)
    assert status != 0
    assert re.search(message, text), text


def test_a_noun_needs_few_places():
    assert sum(path.startswith(("api/", "schemas/", "db/")) for path in MISSING["noun"]) <= MAX_PLACES


def test_an_order_by_what_may_be_null_needs_a_value_for_null(tmp_path):
    """`missing=` is the half of an order that is easily forgotten."""
    apply(copy_tree(tmp_path, "db", "schemas"), "".join(diffs_of("order")).replace(', missing=""', ""))
    status, text = run(tmp_path, "-c", "import db.nouns")
    assert status != 0
    assert 'write Sort("author", missing=...)' in text
