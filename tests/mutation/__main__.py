"""Mutation: small faults are put into copies of the code, one at a time; the tests of its subject must notice each.

    build/mutation/.venv/bin/python -m tests.mutation --modules cursors db/transfers.py --mutants 30 --seed 17

It ends with a table, the survivors as diffs in build/mutation/survivors.diff, and 1 where a subject kills too few.
"""

import argparse
import os
import queue
import shlex
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from attrs import evolve
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkResult

from tests.mutation.sample import sample
from tests.mutation.subjects import SUBJECTS, Subject

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build" / "mutation"
BUILT = RESULTS / "releases"
MIN_KILLED = 0.95
LEAST_SECONDS = 20
"""What a mutant has for its tests besides twice the time that they take without it; many a fault never ends."""
BUILDERS = ("schemas/", "db/curation/", "db/history/", "db/release/")
"""Where code lies whose mutants may build another release; all others are asked about one that is there already."""
STORE = "db/release/store.py"
"""This only says where releases lie."""
OPTIONS = ("-x", "-q", "-p", "xdist.plugin", "-p", "no:cacheprovider")
"""No other plugin is loaded: those of Schemathesis and Hypothesis take longer to load than all that is tested."""


class Result(NamedTuple):
    """What became of the mutants of a subject; those whose tests took too long count as killed."""

    mutants: int
    too_long: int
    survivors: list[str]
    """The others, as diffs."""


def main() -> None:
    """Run the mutants that the command line asks for."""
    parser = argparse.ArgumentParser(description="Put faults into the code, and see whether the tests notice.")
    parser.add_argument("--modules", nargs="*", default=[], help=f"modules, or all of {', '.join(SUBJECTS)}")
    parser.add_argument("--tests", nargs="*", default=[], help="other tests than those of the subjects")
    parser.add_argument("--mutants", type=int, default=30, help="how many of a subject; 0 for all")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    known = {*SUBJECTS, *(module for subject in SUBJECTS.values() for module in subject.modules)}
    if unknown := set(options.modules) - known:
        parser.error(f"{', '.join(sorted(unknown))}: not among {', '.join(SUBJECTS)}, nor a module of them")
    subjects = choose(options.modules, options.tests)
    trees = queue.SimpleQueue[Path]()
    for number in range(options.jobs):
        trees.put(copy_tree(RESULTS / f"tree{number}"))
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    survivors = RESULTS / "survivors.diff"
    survivors.write_text("", encoding="utf-8")
    is_good = True
    print("| subject | mutants | killed | of these by taking too long | |\n|---|---|---|---|---|", flush=True)
    for name, subject in subjects.items():
        result = try_subject(subject, trees, options)
        killed = result.mutants - len(result.survivors)
        share = killed / result.mutants
        is_good &= share >= MIN_KILLED
        print(f"| {name} | {result.mutants} | {killed} | {result.too_long} | {100 * share:.1f} % |", flush=True)
        with survivors.open("a", encoding="utf-8") as file:
            file.writelines(f"# {name}\n{diff}\n" for diff in result.survivors)
    print(f"The survivors are in {survivors.relative_to(ROOT)}.")
    sys.exit(not is_good)


def choose(modules: list[str], tests: list[str]) -> dict[str, Subject]:
    """Return the subjects that are named, or that have a module that is named and then only that; all by default."""
    subjects = {}
    for name, subject in SUBJECTS.items():
        some = subject.modules if not modules or name in modules else set(subject.modules) & set(modules)
        if some:
            subjects[name] = Subject(tuple(sorted(some)), tuple(tests) or subject.tests)
    return subjects


def copy_tree(tree: Path) -> Path:
    """Copy the checkout as it is now, whatever is not ignored, and compile it.

    Every source that shapes a release changes the schema version; there it is fixed, so that a mutant is noticed for
    what it does and not for being another code.
    """
    shutil.rmtree(tree, ignore_errors=True)
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    version = tree / "db" / "query" / "schema_version.py"
    text = version.read_text(encoding="utf-8")
    fixed = text.replace("SCHEMA_VERSION = source_digest(ROOT)[:16]", f'SCHEMA_VERSION = "{"5eed" * 4}"')
    assert fixed != text, "The schema version is worked out elsewhere now."
    version.write_text(fixed, encoding="utf-8")
    python = str(ROOT / ".venv" / "bin" / "python")
    subprocess.run([python, "-m", "compileall", "-q", "api", "db", "schemas", "tests"], cwd=tree, check=True)
    return tree


def try_subject(subject: Subject, trees: "queue.SimpleQueue[Path]", options: argparse.Namespace) -> Result:
    """Try the mutants of a subject, one in each tree at a time; first its tests must pass as they are."""
    longest = max(time_of(subject, trees, is_builder) for is_builder in {builds(module) for module in subject.modules})

    def attempt(mutant: MutationSpec) -> WorkResult:
        """Run the tests of a mutant in the next tree that is free."""
        tree = trees.get()
        try:
            elsewhere = evolve(mutant, module_path=tree / mutant.module_path)
            command = command_of(subject, tree, is_builder=builds(str(mutant.module_path)))
            result = mutate_and_test([elsewhere], shlex.join(command), LEAST_SECONDS + 2 * longest)
        finally:
            trees.put(tree)
        assert result.worker_outcome is WorkerOutcome.NORMAL, result.output
        return result

    mutants = sample([Path(module) for module in subject.modules], options.mutants, options.seed)
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(attempt, mutants))
    survivors = [result.diff or "" for result in results if result.test_outcome is TestOutcome.SURVIVED]
    return Result(len(mutants), sum(result.output == "timeout" for result in results), survivors)


def builds(module: str) -> bool:
    """Tell whether the release that tests ask must be built by a module's own mutant."""
    return module.startswith(BUILDERS) and module != STORE


def command_of(subject: Subject, tree: Path, *, is_builder: bool) -> list[str]:
    """Return the command that runs the tests of a subject in a tree until one fails."""
    settings = ["PYTEST_DISABLE_PLUGIN_AUTOLOAD=1", *([] if is_builder else [f"PARLEY_BUILT={BUILT}"])]
    pytest = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pytest", *OPTIONS]
    return ["env", "-C", str(tree), *settings, *pytest, *subject.tests]


def time_of(subject: Subject, trees: "queue.SimpleQueue[Path]", is_builder: bool) -> float:
    """Return the seconds that the tests of a subject take as the code is; end where they fail."""
    tree = trees.get()
    begin = time.monotonic()
    command = command_of(subject, tree, is_builder=is_builder)
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    trees.put(tree)
    if result.returncode:
        sys.exit(f"These tests fail without any mutant: {shlex.join(command)}\n{result.stdout[-3000:]}")
    return time.monotonic() - begin


if __name__ == "__main__":
    main()
