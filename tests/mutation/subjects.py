"""Subjects: which modules are mutated together, and the tests that must notice.

The tests of a subject are those that were written for it and end soon, since all of them run for every mutant that
survives; what only a test elsewhere would notice counts as a survivor.
"""

from typing import NamedTuple


class Subject(NamedTuple):
    """Modules that are about one thing, and the tests of that thing, the quickest and most telling first."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


SUBJECTS = {
    "cache": Subject(("api/middleware/cache.py", "api/middleware/cache_key.py"), ("tests/middleware/test_cache.py",)),
    "agreements": Subject(
        ("db/release/derivations/agreements.py",),
        ("tests/release/test_progress.py", "tests/release/test_derived.py", "tests/release/test_keeping.py"),
    ),
    "checks": Subject(
        (
            *("db/curation/checks/__init__.py", "db/curation/checks/accounts.py", "db/curation/checks/agreements.py"),
            *("db/curation/checks/context.py", "db/curation/checks/dates.py", "db/curation/checks/names.py"),
            *("db/curation/checks/participants.py", "db/curation/checks/references.py"),
            *("db/curation/checks/transfers.py", "db/curation/checks/wording.py"),
        ),
        ("tests/curation/test_limits.py", "tests/curation/test_checks.py"),
    ),
    "totals": Subject(
        ("db/transfers.py",),
        (
            *("tests/release/test_keeping.py", "tests/formats/test_answers.py"),
            *("tests/recompute/test_recompute.py::test_totals", "tests/test_answers.py"),
        ),
    ),
    "meetings": Subject(
        ("db/meetings.py", "db/release/meetings.py"),
        ("tests/release/test_encounters.py", "tests/release/test_derived.py", "tests/query/test_meetings.py"),
    ),
    "history": Subject(
        (
            *("db/history/changes.py", "db/history/comparison.py", "db/history/draft.py", "db/history/revisions.py"),
            *("db/history/release_files.py", "db/history/releasing.py", "db/history/state.py"),
            "db/history/timeline.py",
        ),
        (
            "tests/history/test_comparison.py",
            "tests/history/test_draft.py",
            "tests/history/test_sealed.py",
            *("tests/history/test_release.py", "tests/history/test_first_ids.py", "tests/history/test_renames.py"),
            *("tests/history/test_record_files.py", "tests/history/test_restored.py"),
        ),
    ),
    "releases": Subject(
        (
            *("db/query/releases.py", "db/query/history.py", "db/query/release_file.py", "db/query/store_index.py"),
            "db/release/store.py",
        ),
        (
            "tests/query/test_store_index.py",
            *("tests/query/test_release_history.py", "tests/release/test_store.py", "tests/http/test_changes.py"),
            "tests/http/test_as_of.py",
        ),
    ),
    "follower": Subject(("db/query/follower.py",), ("tests/query/test_follower.py",)),
    "cursors": Subject(
        ("api/http/cursors.py", "db/query/pages.py"), ("tests/hostile/test_cursors.py", "tests/query/test_lists.py")
    ),
    "queries": Subject(
        ("schemas/query/query.py", "schemas/query/parameters.py"),
        ("tests/query/test_filters.py", "tests/http/test_http.py", "tests/http/test_problems.py"),
    ),
    "filters": Subject(
        ("db/query/filters.py", "db/query/binding.py"),
        (
            *("tests/query/test_declarations.py", "tests/query/test_binding.py", "tests/query/test_filters.py"),
            "tests/query/test_participants.py",
        ),
    ),
    "lists": Subject(
        ("db/query/lists.py", "db/query/windows.py", "db/query/sorts.py"),
        ("tests/query/test_declarations.py", "tests/query/test_lists.py", "tests/query/test_filters.py"),
    ),
}
