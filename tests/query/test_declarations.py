"""Declarations: what is declared in schemas/ or in db/ alone is refused at start, and the message names it."""

from dataclasses import replace

import pytest

from db.events import EVENTS
from db.query.filters import REVISION_FILTERS, Column, Comparison, DeclarationError, IndexTerm
from db.query.pages import list_page
from db.query.sorts import Sort
from db.transfers import GROUP_COLUMNS
from schemas.events import EventQuery
from schemas.nouns import RegistryError
from schemas.transfers import GROUPS


def test_a_parameter_without_a_filter_is_refused():
    filters = {name: filter_ for name, filter_ in EVENTS.filters.items() if name != "role"}
    with pytest.raises(DeclarationError, match="events: the parameter 'role' of EventQuery has no filter"):
        replace(EVENTS, filters=filters)


def test_a_filter_without_a_parameter_is_refused():
    with pytest.raises(DeclarationError, match="events: the filter 'mood' in db/ has no parameter in EventQuery"):
        replace(EVENTS, filters={**EVENTS.filters, "mood": IndexTerm("mood")})


def test_a_filter_that_does_not_know_the_operators_of_its_parameter_is_refused():
    with pytest.raises(DeclarationError, match="events: the filter 'role' in db/ does not know the operator 'not'"):
        replace(EVENTS, filters={**EVENTS.filters, "role": Comparison("round")})


@pytest.mark.parametrize("filter_", [Column("language"), Comparison("language")])
def test_a_filter_by_a_column_that_is_not_there_is_refused(filter_):
    name = "round" if isinstance(filter_, Comparison) else "level"
    with pytest.raises(DeclarationError, match=f"events: the filter '{name}' needs a column 'language'"):
        replace(EVENTS, filters={**EVENTS.filters, name: filter_})


def test_an_order_in_one_place_alone_is_refused(monkeypatch):
    with pytest.raises(DeclarationError, match="events: the sort 'round' in db/ is no order of EventQuery"):
        replace(EVENTS, sorts={**EVENTS.sorts, "round": Sort("round", missing=-1)})
    monkeypatch.setattr(EventQuery, "SORTS", (*EventQuery.SORTS, "round"))
    with pytest.raises(DeclarationError, match="events: the order 'round' of EventQuery has no sort"):
        replace(EVENTS)


def test_an_order_by_what_may_be_null_is_refused(monkeypatch):
    monkeypatch.setattr(EventQuery, "SORTS", (*EventQuery.SORTS, "round"))
    with pytest.raises(DeclarationError, match="events: the order 'round' sorts by the column 'round', which may be"):
        replace(EVENTS, sorts={**EVENTS.sorts, "round": Sort("round")})


@pytest.mark.parametrize("sort", ["round", "-round"])
def test_with_a_value_for_null_it_pages(monkeypatch, real_app, sort, open_reader):
    monkeypatch.setattr(EventQuery, "SORTS", (*EventQuery.SORTS, "round"))
    events = replace(EVENTS, sorts={**EVENTS.sorts, "round": Sort("round", missing=-1)})
    reader = open_reader(real_app.extensions["follower"].current().path)
    direction = "desc" if sort.startswith("-") else ""
    order = f"coalesce(round, -1) {direction}, event.id"
    rows = reader.query(f"select cast(brief as blob) from event join record using (n) order by {order}", {})
    expected = [row[0] for row in rows]
    documents, position = list[bytes](), None
    while position or not documents:
        page = list_page(reader, events, {"sort": [sort], "view": "brief", "limit": 40}, position)
        documents += page.documents
        position = page.next
        assert page.total == len(expected)
    assert documents == expected


def test_an_order_of_no_list_is_no_default(monkeypatch):
    monkeypatch.setattr(EventQuery, "DEFAULT_SORT", "-day")
    with pytest.raises(DeclarationError, match="events: DEFAULT_SORT of EventQuery, '-day', is none of its orders"):
        replace(EVENTS)


@pytest.mark.parametrize("column", ["mood", "duration_longest", "participants_side"])
def test_a_column_that_no_field_fills_is_refused(column):
    with pytest.raises(DeclarationError, match=f"events: the column '{column}' in db/ is no field of Event"):
        replace(EVENTS, columns={**EVENTS.columns, column: "text"})


@pytest.mark.parametrize("part", ["followers", "duration"])
def test_a_part_that_is_no_list_is_refused(part):
    with pytest.raises(DeclarationError, match=f"events: the part '{part}' in db/ is no list of Event"):
        replace(EVENTS, parts={**EVENTS.parts, part: {"event": "event"}})


def test_a_column_of_a_type_that_there_is_not_is_refused():
    with pytest.raises(DeclarationError, match=r"'title' in db/ has the type 'string'; allowed are text, .*place"):
        replace(EVENTS, columns={**EVENTS.columns, "title": "string"})


def test_transfers_are_summed_by_what_the_query_offers():
    assert set(GROUP_COLUMNS) == set(GROUPS)


def test_a_noun_that_has_no_record_is_refused():
    with pytest.raises(RegistryError, match=r"The noun 'missions' of db/missions\.py is missing in SCHEMAS"):
        replace(EVENTS, name="missions")


def test_a_filter_without_values_counts_nothing():
    with pytest.raises(NotImplementedError, match="event: Comparison in db/ has no values to count records by"):
        Comparison("round").facet("event", "1")


def test_when_records_changed_last_has_an_index_alone():
    """It is asked for often enough to pay for one."""
    assert {name: used.columns for name, used in REVISION_FILTERS.items()} == {
        "created_since": (),
        "updated_since": ("updated",),
        "corrected_since": (),
    }
