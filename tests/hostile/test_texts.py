"""Texts: what is typed into `q` is found or refused, and soon: 2,000 texts in the short run, 100,000 in the long."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api import create_app
from tests.checked_client import BASE
from tests.conftest import LONG
from tests.hostile.queries import TYPED
from tests.work import seconds_of_work

pytestmark = pytest.mark.slow

SLOWEST = 1.0
"""Seconds of processor time for a reply: twice what its queries may take, because a busy machine's are shorter."""
PATHS = ("/v1/search", "/v1/events", "/v1/suggest", "/v1/claims", "/v1/sources", "/v1/actors")
MARKS = "\"'*()^:-+{}[],.;/\\|&<>=!?%_~@#$ \t\n\r\0"
GRAMMAR = (
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR(",
    '"',
    "*",
    "^",
    "-",
    "(",
    ")",
    ":",
    "+",
    ",",
    "{",
    "}",
    " ",
    "title:",
    "bodies",
    "talks",
    "a",
    "é",
    "я",
    "İ",
    "和",
    "1,000",
    "\u0301",
    "\u200b",
    "\ud800",
    "\0",
    "_",
)
TEXTS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.text(alphabet=MARKS + "ab", min_size=1, max_size=60),
    st.lists(st.sampled_from(GRAMMAR), min_size=1, max_size=40).map("".join),
    st.lists(st.sampled_from(GRAMMAR), min_size=1, max_size=40).map(" ".join),
    st.text(alphabet=st.characters(min_codepoint=0x0300, max_codepoint=0x20FF), min_size=1, max_size=60),
    st.text(alphabet=st.characters(categories=["Cs", "Co", "Cn", "Mn", "Nd", "Lo"]), min_size=1, max_size=60),
)  # fmt: skip


def read(application, path: str, text: str) -> tuple[int, float]:
    """Return the status of a search for a text, and its seconds of processor time."""
    typed, statuses = quote(text.encode("utf-8", "surrogatepass"), safe=""), set[int]()
    client = application.test_client()
    seconds = seconds_of_work(lambda: statuses.add(client.get(f"{path}?q={typed}").status_code), SLOWEST)
    (status,) = statuses
    return status, seconds


@given(text=TEXTS, path=st.sampled_from(PATHS))
@settings(max_examples=2000 * LONG, deadline=None, suppress_health_check=list(HealthCheck), derandomize=LONG == 1)
@example(text="a " * 100, path="/v1/search")
@example(text="a* " * 66, path="/v1/search")
@example(text='"a" ' * 50, path="/v1/suggest")
@example(text="-a " * 66, path="/v1/events")
def test_every_text_is_found_or_refused_and_soon(plain_app, text, path):
    status, seconds = read(plain_app, path, text)
    assert status in (200, 400)
    if any(map(str.isalnum, text)) and len(text.split()) <= 15 and text.count("*") <= 3 and "\0" not in text:
        assert status == (200 if len(text) <= 200 and _encodes(text) else 400)
    assert seconds < SLOWEST


def _encodes(text: str) -> bool:
    """Tell whether a text can be written in UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def test_the_dearest_texts_are_cheap_over_the_real_record(real_app):
    """The real record has words to find; these take the most of them."""
    # A busy machine's clock says little: what is held here is processor time.
    settings = {"PARLEY_PUBLIC_URL": BASE, "PARLEY_QUERY_SECONDS": "60"}
    application = create_app(PARLEY_DATABASE=real_app.config["PARLEY_DATABASE"], **settings)
    common = "the of in a to and on for with is that by as from at it was were are be"
    phrases = ('"of the" ' * 15, '"a b" ' * 15, "a." * 100, "1," * 100, "-" * 150 + "the", "a-" * 100)
    dear = ("a* e* t*", f"a* e* t* {common}", common, "the " * 30, "the -zzz", *phrases)
    for text in (*dear, *(TYPED.values() if LONG > 1 else ())):
        for path in PATHS:
            status, seconds = read(application, path, text)
            assert status in (200, 400), text
            assert seconds < SLOWEST, (text, path, seconds)
