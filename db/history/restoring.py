"""Restoring: from a state back to the records that it was made of, so that a build can be made of any of them."""

from typing import Any

from marshmallow import ValidationError

from db.curation.load import flatten
from db.curation.records import LoadedRecord, RecordFile, Records
from db.curation.yaml import Lines
from db.history.state import COVERAGE_KEY, SYNONYMS_KEY, RecordKey, State, inner_keys, unpack
from schemas.coverage import Coverage
from schemas.model.base import BaseSchema, Json
from schemas.model.walk import field_name
from schemas.nouns import FILED, INNER, SCHEMAS


class RestoreError(Exception):
    """A record of an earlier state is not one by today's schemas; the message says which, and why."""


class Restorer:
    """Makes records of states; what is the same in the present one, or in one made before, is not validated again."""

    def __init__(self, records: Records, present: State) -> None:
        self._records = records
        self._present = present
        self._schemas = {noun: schema() for noun, schema in SCHEMAS.items()}
        self._loaded = dict[tuple[RecordKey, bytes], Json]()

    def records(self, state: State) -> Records:
        """Return the records of a state. Sources that were written inside events stand by themselves.

        Raises RestoreError.
        """
        records = Records()
        for noun, identifier in sorted(state):
            if noun in FILED:
                records.add_with_inner(self._entry(state, (noun, identifier)))
        records.coverage = _load(Coverage(), unpack(state[COVERAGE_KEY]), COVERAGE_KEY)
        records.synonyms = unpack(state[SYNONYMS_KEY])["groups"] if SYNONYMS_KEY in state else []
        return records

    def _entry(self, state: State, key: RecordKey) -> LoadedRecord:
        noun, identifier = key
        data = self._own_data(state, key)
        for inner_noun, inner in inner_keys(state, identifier) if noun == "events" else ():
            slug = inner.rpartition(":")[2]
            data.setdefault(inner_noun, {})[slug] = self._own_data(state, (inner_noun, inner))
        return LoadedRecord(noun, identifier, data, RecordFile(f"{noun}/{identifier}.yaml", Lines(b"{}")))

    def _own_data(self, state: State, key: RecordKey) -> Json:
        """Return what a record itself says; sources stand alone, what lies inside an event is put in afterwards."""
        noun, identifier = key
        without = ("sources", *INNER) if noun == "events" else ("sources",)
        if state[key] == self._present.get(key):
            data = self._records.nouns[noun][identifier].data
            return {name: value for name, value in data.items() if name not in without}
        if (key, state[key]) not in self._loaded:
            written = {name: value for name, value in unpack(state[key]).items() if name not in without}
            self._loaded[key, state[key]] = _load(self._schemas[noun], written, key)
        # An event is given the records inside it, which another state may have others of.
        return dict(self._loaded[key, state[key]])


def _load(schema: BaseSchema, written: Json, key: RecordKey) -> Any:
    try:
        return schema.load(written)
    except ValidationError as error:
        messages = "; ".join(f"{field_name(path)}: {message}" for path, message in flatten(error.messages))
        raise RestoreError(f"{key[1]} of {key[0]}, as it was: {messages}") from error
