"""The cast of the generated records: made-up states, people, places, publishers, topics and tracks, nobody real."""

from itertools import product
from random import Random
from typing import Any

Data = dict[str, Any]

STATES = [
    first + last
    for first, last in product(("North", "South", "East", "West", "Upper", "Nether"), ("land", "mark", "shore", "vale"))
]
GIVEN = (
    *("Ana", "Joss", "Ola", "Bero", "Tila", "Maro", "Ines", "Kasi"),
    *("Dono", "Veli", "Runa", "Pavo", "Siri", "Lumo", "Edda", "Tobo"),
)
FAMILY = (
    *("Belo", "Tarn", "Vik", "Morrow", "Sund", "Harl", "Quill", "Ostrem"),
    *("Pell", "Dray", "Lorne", "Askel", "Brand", "Fenn", "Gale", "Thorne"),
)
BODIES = ("Harbour Ministry", "Foreign Office")
CITIES = ("Midport", "Highford", "Saltmouth")
VENUES = ("Customs House", "Lantern Hall", "Old Granary")
PAPERS = ("Post", "Courier", "Herald", "Wire")
SUBJECTS = (
    *("harbour", "lighthouse", "fishery", "river", "bridge", "border", "prisoner", "corridor", "grain", "ferry"),
    *("railway", "mine", "water", "survey", "island", "quarry"),
)
ASPECTS = ("access", "tariffs", "inspection", "returns")
FIRST_YEAR, LAST_YEAR = 1961, 2030
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def slug(name: str) -> str:
    """Return a name as an id."""
    return name.lower().replace(" ", "-")


def countries() -> dict[str, Data]:
    """Return a place of kind country for each state, with a code that ISO 3166 leaves to its users."""
    return {
        slug(f"{state} territory"): {"name": f"{state} territory", "kind": "country", "country": f"X{LETTERS[index]}"}
        for index, state in enumerate(STATES)
    }


def places(rnd: Random) -> dict[str, Data]:
    """Return countries, their cities and the venues in those."""
    found = countries()
    for state, (identifier, country) in zip(STATES, list(found.items()), strict=True):
        for city in CITIES:
            name = f"{state} {city}"
            where = {"latitude": f"{rnd.uniform(-60, 60):.4f}", "longitude": f"{rnd.uniform(-170, 170):.4f}"}
            shared = {"country": country["country"]}
            found[slug(name)] = {"name": name, "kind": "city", **shared, **where, "part_of": identifier}
            for venue in VENUES:
                inner = f"{name} {venue}"
                found[slug(inner)] = {"name": inner, "kind": "venue", **shared, "part_of": slug(name)}
    return found


def actors(rnd: Random) -> dict[str, Data]:
    """Return states, two bodies of each, and people with an office in one of those."""
    found = dict[str, Data]()
    codes = [country["country"] for country in countries().values()]
    for state, code in zip(STATES, codes, strict=True):
        found[slug(state)] = {"name": state, "kind": "state", "country": code}
        for body in BODIES:
            name = f"{body} of {state}"
            found[slug(name)] = {"name": name, "kind": "government-body", "country": code, "part_of": slug(state)}
    for index, (given, family) in enumerate(product(GIVEN, FAMILY)):
        state, code = STATES[index % len(STATES)], codes[index % len(STATES)]
        body = f"{BODIES[index % len(BODIES)]} of {state}"
        changed = rnd.randrange(FIRST_YEAR + 10, LAST_YEAR - 10)
        offices = [
            {"title": f"Head of the {body}", "of": slug(body), "to": f"{changed}-06-30"},
            {"title": f"Ambassador of {state}", "of": slug(state), "from": f"{changed}-07-01"},
        ]
        name = f"{given} {family}"
        found[slug(name)] = {
            "name": name,
            "kind": "person",
            "aliases": [f"{family}, {given}"],
            "country": code,
            "part_of": slug(body),
            "positions": [office | {"evidence": [{"source": yearbook(changed)}]} for office in offices],
        }
    return found


def publishers() -> dict[str, Data]:
    """Return the papers of every other state; some belong to one house."""
    return {
        slug(f"{state} {paper}"): {"name": f"{state} {paper}", "ownership": "private"}
        | ({"group": f"{state} House"} if paper in PAPERS[:2] else {})
        for state in STATES[::2]
        for paper in PAPERS
    }


def yearbook(year: int) -> str:
    """Return the id of the source that comes out at the end of a year."""
    return f"yearbook-{year}"


def yearbooks() -> dict[str, Data]:
    """Return a source for each year, which events of that year may cite."""
    publisher = next(iter(publishers()))
    return {
        yearbook(year): {
            "publisher": publisher,
            "title": f"Yearbook of talks, {year}",
            "url": f"https://example.org/yearbook/{year}",
            "published_date": f"{year}-12-31",
            "language": "en",
            "kind": "analysis",
        }
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
    }


def topics() -> dict[str, Data]:
    """Return the subjects, and the narrower ones under each."""
    found = dict[str, Data]()
    for subject in SUBJECTS:
        found[subject] = {"name": subject.title(), "definition": f"What concerns the {subject}."}
        for aspect in ASPECTS:
            name = f"{subject.title()} {aspect}"
            found[slug(name)] = {"name": name, "definition": f"Questions of {subject} {aspect}.", "broader": subject}
    return found


def processes(rnd: Random) -> dict[str, Data]:
    """Return tracks between two states each; of their parties, `rnd` draws who they are."""
    found = dict[str, Data]()
    for subject, number in product(SUBJECTS, ("First", "Second", "Third")):
        one, other, between = rnd.sample(STATES, 3)
        title = f"{number} {subject} talks"
        found[slug(title)] = {
            "title": title,
            "status": "active",
            "start_date": f"{FIRST_YEAR}-01-01",
            "parties": [slug(one), slug(other)],
            "mediators": [slug(between)],
            "topics": [subject],
            "summary": f"Talks between {one} and {other} about the {subject}; {between} mediates.",
            "evidence": [{"source": yearbook(FIRST_YEAR)}],
        }
    return found
