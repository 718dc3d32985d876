"""Summaries: what a record says, and each of its parts, in a line or a few, for tables, feeds and timelines."""

from collections.abc import Callable
from typing import Any

from schemas.actors import Contact, Position
from schemas.agreements import Term
from schemas.claims import Account, Tally
from schemas.documents import Section
from schemas.events import Participant
from schemas.model.base import BaseSchema, Json
from schemas.model.evidence import Evidence
from schemas.proposals import ProposalTerm, Response


def record_summary(document: Json) -> list[str]:
    """Return what a record of any noun says beyond its title, in a few lines; of some there is nothing more."""
    match document["type"]:
        case "statement":
            lines = [document["quote"] and f"“{document['quote']}”", document["paraphrase"]]
        case "claim":
            lines = [account_summary(account) for account in document["accounts"]]
        case "agreement":
            lines = [term_summary(term) for term in document["terms"]]
        case "proposal":
            lines = [term["what"] for term in document["terms"]]
            lines += [response_summary(response) for response in document["responses"]]
        case "transfer":
            lines = [document["event"]["name"], document["count"] and document["count"]["text"]]
        case "source":
            lines = [_joined(document["publisher"]["name"], document["published_date"])]
        case "topic":
            lines = [document["definition"]]
        case _:
            lines = [document.get("summary")]
    return [line for line in lines if line]


def evidence_summary(evidence: Json) -> str:
    """Write: Example Wire https://example.org/talks “forty for forty” (paragraph 3)."""
    source = evidence["source"]
    quote = f" “{evidence['quote']}”" if evidence["quote"] else ""
    locator = f" ({evidence['locator']})" if evidence["locator"] else ""
    return f"{source['publisher']['name']} {source['url']}{quote}{locator}"


def account_summary(account: Json) -> str:
    """Write: Northland: 40 bodies are exchanged for 40. [Example Wire https://example.org/talks]."""
    sources = [evidence["source"] for evidence in account["evidence"]]
    cited = ", ".join(f"{source['publisher']['name']} {source['url']}" for source in sources)
    date = f" ({account['date']})" if account["date"] else ""
    return f"{account['by']['name']}{date}: {account['says']} [{cited}]"


def participant_summary(participant: Json) -> str:
    """Write: Ana Belo (head-of-delegation, Northland, met Joss Tarn)."""
    side = participant["side"] and participant["side"]["name"]
    met = f"met {' and '.join(one['name'] for one in participant['with'])}" if participant["with"] else None
    return f"{participant['actor']['name']} ({_joined(participant['role'], side, met)})"


def position_summary(position: Json) -> str:
    """Write: Harbour Minister of Northland (from 2030-01-10 until 2031-05-01)."""
    held = [f"{word} {position[end]}" for word, end in (("from", "from"), ("until", "to")) if position[end]]
    return f"{position['title']} ({' '.join(held)})" if held else str(position["title"])


def contact_summary(contact: Json) -> str:
    """Write: Joss Tarn (2)."""
    return f"{contact['actor']['name']} ({contact['count']})"


def term_summary(term: Json) -> str:
    """Write: Southland hands over the bodies of 40 sailors. (agreed 40, carried out 34 to 35)."""
    quantity, progress = term["quantity"], term["progress"]
    agreed = f"agreed {_range(quantity)}" if quantity else None
    done = f"carried out {_range(progress)}" if progress else None
    remark = _joined(agreed, done)
    return f"{term['what']} ({remark})" if remark else str(term["what"])


def response_summary(response: Json) -> str:
    """Write: Southland (rejected, 2031-04-13): Southland does not accept a truce."""
    return f"{response['by']['name']} ({_joined(response['response'], response['date'])}): {response['says']}"


def tally_summary(tally: Json) -> str:
    """Write: bodies, to Northland: 40 (until 2031-05-01)."""
    ends = [f"{word} {tally[end]['name']}" for word, end in (("from", "from"), ("to", "to")) if tally[end]]
    time = [f"{word} {tally[word]}" for word in ("since", "until") if tally[word]]
    words = f"{_joined(tally['what'], *ends)}: {_range(tally['count'])}"
    return f"{words} ({' '.join(time)})" if time else words


def section_summary(section: Json) -> str:
    """Write: I: Access on weekdays."""
    return ": ".join(part for part in (section["heading"], section["text"]) if part)


def _joined(*words: str | None) -> str:
    return ", ".join(word for word in words if word)


def _range(estimate: Json) -> str:
    """Write a number, or the lowest and the highest, of which the highest may not be known."""
    best, low, high = estimate["best"], estimate["low"], estimate["high"]
    if best is not None:
        return str(best)
    if high is None:
        return f"at least {low}" if low else "an unknown number"
    return str(low) if low == high else f"{low} to {high}"


SUMMARIES: dict[type[BaseSchema], Callable[[Any], str]] = {
    Evidence: evidence_summary,
    Account: account_summary,
    Participant: participant_summary,
    Position: position_summary,
    Contact: contact_summary,
    Term: term_summary,
    ProposalTerm: lambda term: str(term["what"]),
    Response: response_summary,
    Section: section_summary,
    Tally: tally_summary,
}
"""How each part is written that stands in a list."""
