"""Generating a records folder of any size: made-up events with all that lies in them, the same for the same seed."""

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import orjson

from bench import cast

Data = dict[str, Any]

MOST_FILES = 10_000
VOCABULARY, RARE = 4000, 60_000
SENTENCES = 20_000
CORE = (
    *("delegation", "chair", "draft", "clause", "list", "harbour", "paper", "session", "table", "observer", "text"),
    *("annex", "recess", "schedule", "crossing", "convoy", "pilot", "signal", "cargo", "tariff", "berth", "quota"),
    *("inspection", "passage", "register", "survey", "depot", "repair", "licence", "channel"),
)
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
STATUSES = ("held",) * 18 + ("scheduled", "cancelled")
MEETINGS = ("talks-round", "talks-round", "talks-round", "meeting", "call", "meeting", "call", "mediation", "exchange")


class Writer:
    """Writes sentences: words as frequent as in a language, and one in each paragraph that is rare."""

    def __init__(self, rnd: Random) -> None:
        self.rnd = rnd
        words = [*CORE, *(self._word() for _ in range(VOCABULARY))]
        weights = list(accumulate(1 / (rank + 1) for rank in range(len(words))))
        self.sentences = list[str]()
        for _ in range(SENTENCES):
            chosen = rnd.choices(words, cum_weights=weights, k=rnd.randrange(8, 16))
            self.sentences.append(" ".join(chosen).capitalize() + ".")
        self.rare = sorted({self._word() + self._word() for _ in range(RARE)})

    def _word(self) -> str:
        return "".join(self.rnd.choices(SYLLABLES, k=self.rnd.choice((2, 3, 3))))

    def sentence(self) -> str:
        """Return a sentence."""
        return self.rnd.choice(self.sentences)

    def paragraph(self, sentences: int) -> str:
        """Return some sentences, the last of which has a rare word."""
        rare = f"The item {self.rnd.choice(self.rare)} was put on the list."
        return " ".join([*self.rnd.choices(self.sentences, k=sentences), rare])


class Track:
    """A process as it goes on: its sides, its people, its last event, and the term that handovers still come under."""

    def __init__(self, identifier: str, process: Data, people: dict[str, list[str]], venues: list[str]) -> None:
        self.id = identifier
        self.sides = process["parties"]
        self.mediator = process["mediators"][0]
        self.subject = process["topics"][0]
        self.people = [people[side] for side in self.sides]
        self.venues = venues
        self.round = 0
        self.last: str | None = None
        self.term: str | None = None
        self.left = 0


class Generator:
    """Makes the records of one folder; the only chance in it is the seed."""

    def __init__(self, events: int, seed: int) -> None:
        self.events = events
        self.rnd = Random(seed)  # noqa: S311 # Nothing here is secret.
        self.writer = Writer(self.rnd)
        self.nouns = {
            "places": cast.places(self.rnd),
            "actors": cast.actors(self.rnd),
            "publishers": cast.publishers(),
            "sources": cast.yearbooks(),
            "topics": cast.topics(),
            "processes": cast.processes(self.rnd),
        }
        self.publishers = list(self.nouns["publishers"])
        venues = [identifier for identifier, place in self.nouns["places"].items() if place["kind"] == "venue"]
        people = {
            cast.slug(state): [
                identifier
                for identifier, actor in self.nouns["actors"].items()
                if actor["kind"] == "person" and actor["part_of"].endswith(cast.slug(state))
            ]
            for state in cast.STATES
        }
        self.tracks = [
            Track(identifier, process, people, self.rnd.sample(venues, 6))
            for identifier, process in self.nouns["processes"].items()
        ]
        # Some tracks go on for long and most are short, as filters on them should find much or little.
        self.weights = list(accumulate(1 / (rank + 1) for rank in range(len(self.tracks))))

    def coverage(self) -> Data:
        """Return what the record says of itself."""
        return {
            "title": "Generated talks",
            "scope": "Made-up talks between made-up states, to measure on.",
            "from": f"{cast.FIRST_YEAR}-01-01",
            "complete_through": f"{cast.LAST_YEAR}-12-30",
            "license": "CC0-1.0",
            "license_url": "https://creativecommons.org/publicdomain/zero/1.0/",
        }

    def all_events(self) -> Iterator[tuple[str, Data]]:
        """Yield each event with its id, by date, spread evenly over the years."""
        first, last = date(cast.FIRST_YEAR, 1, 1), date(cast.LAST_YEAR, 12, 30)
        days = (last - first).days
        for index in range(self.events):
            (track,) = self.rnd.choices(self.tracks, cum_weights=self.weights)
            day = first + timedelta(days=index * days // self.events)
            yield self._event(track, day, index)

    def _event(self, track: Track, day: date, index: int) -> tuple[str, Data]:
        rnd = self.rnd
        kind, status = rnd.choice(MEETINGS), rnd.choice(STATUSES)
        if kind == "exchange" and track.term is None:
            kind = "talks-round"
        identifier = f"{day}-{track.subject}-{kind}-{index:07}"
        sources = dict(self._source(day, index, number) for number in range(1 + (rnd.random() < 0.15)))
        cited = [*sources, cast.yearbook(day.year)] if rnd.random() < 0.05 else list(sources)
        topic = f"{track.subject}-{rnd.choice(cast.ASPECTS)}"
        place = rnd.choice(track.venues)
        venue = self.nouns["places"][place]["name"]
        track.round += kind == "talks-round"
        event: Data = {
            "title": f"{kind.replace('-', ' ').capitalize()} on the {track.subject}, {venue}",
            "kind": kind,
            "status": status,
            "date": str(day),
            "start_time": f"{rnd.randrange(8, 18):02}:{rnd.randrange(0, 60, 5):02}+01:00",
            "place": place,
            "process": track.id,
            "level": rnd.choice(("delegations", "ministers", "envoys", "technical")),
            "format": "bilateral",
            "channel": "telephone" if kind == "call" else "in-person",
            "participants": self._participants(track, kind),
            "topics": [topic],
            "summary": self.writer.paragraph(rnd.randrange(1, 6)),
            "claims": {
                slug: self._claim(track, cited, topic) for slug in ("outcome", "schedule")[: 1 + (rnd.random() < 0.05)]
            },
            "sources": sources,
        }
        if kind == "talks-round":
            event["round"] = str(track.round)
        if rnd.random() < 0.1:
            event["evidence"] = [{"source": rnd.choice(cited), "locator": f"paragraph {rnd.randrange(1, 12)}"}]
        if track.last and rnd.random() < 0.3:
            event["follows"] = track.last
        if rnd.random() < 0.1:
            event["statements"] = {"remarks": self._statement(track, cited)}
        if rnd.random() < 0.03:
            event["proposals"] = {"offer": self._proposal(track, cited)}
        if rnd.random() < 0.02:
            event["documents"] = {"paper": self._document(track, cited)}
        if status == "held" and track.term is None and rnd.random() < 0.04:
            event["agreements"] = {"deal": self._agreement(track, identifier, cited)}
        elif status == "held" and kind == "exchange":
            event["transfers"] = {"handover": self._transfer(track, cited)}
        track.last = identifier
        return identifier, event

    def _source(self, day: date, index: int, number: int) -> tuple[str, Data]:
        publisher = self.publishers[(index * 3 + number * 7 + self.rnd.randrange(3)) % len(self.publishers)]
        published = day + timedelta(days=self.rnd.randrange(2))
        return f"{publisher}-{published}-{index:07}-{number}", {
            "publisher": publisher,
            "title": self.writer.sentence()[:90].rstrip(". "),
            "url": f"https://example.org/{publisher}/{index}/{number}",
            "published_date": str(published),
            "language": "en",
            "kind": "news-report",
        } | ({"relays": [self.rnd.choice(self.publishers)]} if self.rnd.random() < 0.1 else {})

    def _participants(self, track: Track, kind: str) -> list[Data]:
        head = "caller" if kind == "call" else "head-of-delegation"
        found = list[Data]()
        for side, people in zip(track.sides, track.people, strict=True):
            there = self.rnd.sample(people, 1 + (self.rnd.random() < 0.15))
            roles = [head, *["participant" if kind == "call" else "delegation-member"] * (len(there) - 1)]
            found += [{"actor": actor, "role": role, "side": side} for actor, role in zip(there, roles, strict=True)]
        return [*found, {"actor": track.mediator, "role": "mediator"}] if self.rnd.random() < 0.1 else found

    def _evidence(self, cited: list[str]) -> list[Data]:
        evidence: Data = {"source": self.rnd.choice(cited)}
        if self.rnd.random() < 0.3:
            evidence["quote"] = self.writer.sentence().rstrip(".").lower()
        return [evidence]

    def _claim(self, track: Track, cited: list[str], topic: str) -> Data:
        status = self.rnd.choice(("reported", "reported", "claimed", "claimed", "claimed", "agreed", "disputed"))
        hands = track.sides if status in ("agreed", "disputed") else [self.rnd.choice(track.sides)]
        accounts = [{"by": by, "says": self.writer.sentence(), "evidence": self._evidence(cited)} for by in hands]
        return {"text": self.writer.sentence(), "status": status, "accounts": accounts, "topics": [topic]}

    def _statement(self, track: Track, cited: list[str]) -> Data:
        speaker = self.rnd.choice(self.rnd.choice(track.people))
        words = {"paraphrase": self.writer.sentence(), "audience": [self.rnd.choice(track.sides)]}
        return {"speaker": speaker, **words, "topics": [track.subject], "evidence": self._evidence(cited)}

    def _proposal(self, track: Track, cited: list[str]) -> Data:
        one, other = self.rnd.sample(track.sides, 2)
        terms = {"first": {"what": self.writer.sentence()}, "second": {"what": self.writer.sentence()}}
        title = f"Offer on the {track.subject}"
        return {"title": title, "by": [one], "to": [other], "status": "tabled", "terms": terms} | {
            "topics": [track.subject],
            "evidence": self._evidence(cited),
        }

    def _document(self, track: Track, cited: list[str]) -> Data:
        sections = [{"heading": heading, "text": self.writer.sentence()} for heading in ("I", "II")]
        author = [self.rnd.choice(track.sides)]
        return {"title": f"Paper on the {track.subject}", "kind": "memorandum", "author": author, "language": "en"} | {
            "sections": sections,
            "evidence": self._evidence(cited),
        }

    def _agreement(self, track: Track, event: str, cited: list[str]) -> Data:
        one, other = track.sides
        track.left = self.rnd.randrange(100, 1000)
        track.term = f"{event}:deal:return"
        term = {
            "what": f"{one.title()} hands over {track.left} people.",
            "from": one,
            "to": other,
            "quantity": {"best": str(track.left)},
            "unit": "people",
            "evidence": self._evidence(cited),
        }
        return {"title": f"Return of people, {track.subject}", "parties": track.sides, "terms": {"return": term}} | {
            "topics": [track.subject],
            "evidence": self._evidence(cited),
        }

    def _transfer(self, track: Track, cited: list[str]) -> Data:
        one, other = track.sides
        count = min(track.left, self.rnd.randrange(20, 200))
        data = {"what": "civilians", "from": one, "to": other, "count": {"best": str(count)}, "under": [track.term]}
        track.left -= count
        if track.left == 0:
            track.term = None
        return data | {"reported_by": [one], "topics": [track.subject], "evidence": self._evidence(cited)}


def generate(folder: Path, events: int, seed: int = 1) -> None:
    """Write a folder of records with a number of events that `parley check` and `parley build` accept.

    Up to 10,000 events are YAML in its JSON form, which is quick to write; more are written in bulk, one a line.
    """
    generator = Generator(events, seed)
    _write(folder / "coverage.yaml", generator.coverage())
    for noun, records in generator.nouns.items():
        for identifier, data in records.items():
            _write(folder / noun / f"{identifier}.yaml", data)
    if events > MOST_FILES:
        with (folder / "events.ndjson").open("wb") as file:
            for identifier, data in generator.all_events():
                file.write(orjson.dumps({"id": identifier} | data, option=orjson.OPT_APPEND_NEWLINE))
        return
    for identifier, data in generator.all_events():
        _write(folder / "events" / f"{identifier}.yaml", data)


def _write(path: Path, data: Data) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description="Write a folder of made-up records.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generate(options.folder, options.events, options.seed)


if __name__ == "__main__":
    main()
