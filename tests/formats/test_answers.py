"""Answers that are worked out, as tables and as text: the same rows as JSON, whatever keys they have."""

import csv
import io
import json
import re
from urllib.parse import urlsplit

import markdown_it
import pandas
import pytest

from api.formats.answers import ANSWER_WRITERS, Answer, write_answer
from api.formats.content import Content
from api.formats.tables import table_of
from api.formats.text.layout import columns
from tests.checked_client import BASE

COMPUTED = (
    "/v1/search?q=bodies",
    "/v1/search?q=bodies&limit=2",
    "/v1/suggest?q=mid",
    "/v1/transfers/totals?by=month,what,to",
    "/v1/actors/ola-vik/meetings",
    "/v1/actors/ana-belo/meetings/joss-tarn",
    "/v1/on-this-day?day=04-27",
    "/v1/downloads",
)
DOCUMENTS = ("/v1/coverage", "/v1/vocabularies", "/v1/vocabularies/levels")
REFERENCE = {"id": "a", "type": "actor", "url": "/v1/actors/a", "name": "Ana"}


def with_suffix(url: str, suffix: str) -> str:
    path, mark, query = url.partition("?")
    return f"{path}.{suffix}{mark}{query}"


def rows(response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text, newline=""), strict=True))


@pytest.mark.parametrize("url", COMPUTED)
def test_the_rows_are_those_of_the_json(client, url):
    data = client.get(url).json["data"]
    found = rows(client.get(with_suffix(url, "csv")))
    assert len(found) == len(data) > 0
    for row, one in zip(found, data, strict=True):
        for name, value in one.items():
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                assert row[name] == str(value)
    lines = [json.loads(line) for line in client.get(with_suffix(url, "ndjson")).text.splitlines()]
    assert lines == data


@pytest.mark.parametrize("url", [*COMPUTED, *DOCUMENTS])
@pytest.mark.parametrize("suffix", ANSWER_WRITERS)
def test_suffix_and_accept_give_the_same(client, url, suffix):
    by_suffix = client.get(with_suffix(url, suffix))
    assert by_suffix.status_code == 200
    kind = by_suffix.headers["Content-Type"].partition(";")[0]
    by_accept = client.get(url, headers={"Accept": kind})
    assert by_accept.headers["Content-Type"] == by_suffix.headers["Content-Type"]
    drop = re.compile(r"\.(csv|txt|md|html|ndjson|json)\b")
    assert drop.sub("", by_accept.text) == drop.sub("", by_suffix.text)


@pytest.mark.parametrize("url", [*COMPUTED, *DOCUMENTS])
def test_text_fits_a_terminal_and_markdown_is_read(client, url):
    text = client.get(with_suffix(url, "txt")).text
    assert all(len(line) <= 80 for line in text.splitlines() if "://" not in line)
    html = markdown_it.MarkdownIt().enable("table").render(client.get(with_suffix(url, "md")).text)
    # Events of a day are a chronology, all else is a table.
    assert html.count("<li>" if "on-this-day" in url else "<table>") >= 1


def test_what_no_row_tells_is_a_header_alone(client):
    assert client.get("/v1/transfers/totals.csv?by=year,what&from=2040").text == (
        "year,what,low,best,high,transfers,transfers_without_count,includes\r\n"
    )
    assert client.get("/v1/search.csv?q=zzzz").text == "type,id,url,title,date,event,snippet\r\n"
    assert client.get("/v1/search.ndjson?q=zzzz").data == b""
    assert "Nothing is recorded that meets the question" in " ".join(client.get("/v1/search.txt?q=zzzz").text.split())


def test_keys_that_rows_have_besides_become_columns():
    table = table_of(
        [
            {"what": "bodies", "low": None, "new": True, "by_channel": {"video": 2}, "with": [REFERENCE]},
            {"what": "people", "low": 3, "place": REFERENCE, "also": ["x", "y"]},
        ],
        ("what", "low", "absent"),
    )
    assert table.columns == ("what", "low", "new", "by_channel_video", "with", "place", "also")
    assert table.rows == [["bodies", None, True, 2, "a", None, None], ["people", 3, None, None, None, "a", "x|y"]]
    assert table_of([{"with": [REFERENCE, REFERENCE]}], name_field="name").rows == [["Ana, Ana"]]


def test_columns_where_there_is_room():
    assert columns(["month", "transfers without count"], [["2031-04", "1,234"]]) == [
        "month    transfers",
        "           without",
        "             count",
        "-------  ---------",
        "2031-04      1,234",
    ]
    assert columns(["a", "b"], [["x" * 50, "y" * 50]]) == []


def test_sums_say_what_they_sum(client):
    text = "Transfers whose what is bodies, on or after 2031-04, summed by to."
    address = "/v1/transfers/totals{}?what=bodies&by=to&from=2031-04"
    assert client.get(address.format("")).json["meta"]["description"] == text
    assert text in client.get(address.format(".txt")).text.replace("\n", " ")
    assert client.get("/v1/transfers/totals?by=year,to").json["meta"]["description"] == "Transfers summed by year, to."


def test_pandas_reads_totals(client):
    frame = pandas.read_csv(io.BytesIO(client.get("/v1/transfers/totals.csv?by=what,to").data))
    assert frame["transfers"].sum() == client.get("/v1/transfers").json["meta"]["total"]


def test_what_stands_beside_the_rows_is_told_in_text(client):
    text = client.get("/v1/actors/ana-belo/meetings/joss-tarn.txt").text
    assert "Count: 2" in text
    assert "First date: 2031-04-12" in text
    assert "The letters of May 2031 are not recorded." in client.get("/v1/coverage.md").text


def test_pages_of_hits_keep_their_format(client):
    link = client.get("/v1/search.csv?q=bodies&limit=2").headers["Link"]
    url = re.search(r'<([^>]+)>; rel="next"', link)[1]
    assert urlsplit(url).path == "/v1/search.csv"
    further = rows(client.get(url.partition("8000")[2] or urlsplit(url).path + "?" + urlsplit(url).query))
    assert further == rows(client.get("/v1/search.csv?q=bodies"))[2:4]


def test_a_file_of_hits_is_a_page_and_the_specification_says_so(real_client, specification):
    """A noun asked for the same words gives all that have them, as one file."""
    description = " ".join(specification["paths"]["/v1/search"]["get"]["description"].split())
    total = real_client.get("/v1/search?q=putin&type=event&limit=1").json["meta"]["total"]
    assert total > 100
    for suffix, header in (("csv", 1), ("ndjson", 0)):
        assert f"`.{suffix}`" in description
        for query, most in (("", 20), ("&limit=50", 50)):
            page = real_client.get(f"/v1/search.{suffix}?q=putin&type=event{query}")
            assert page.data.count(b"\n") - header == most
            assert 'rel="next"' in page.headers["Link"]
    assert "Link" in description
    assert "/v1/events.csv?q=" in description
    whole = real_client.get("/v1/events.ndjson?q=putin&fields=id")
    assert whole.data.count(b"\n") == total
    assert 'rel="next"' not in whole.headers["Link"]


def test_counts_of_a_list_are_a_table(client):
    facets = client.get("/v1/events?facet=kind,year").json["facets"]
    expected = [(name, one["value"], str(one["records"])) for name, values in facets.items() for one in values]
    found = rows(client.get("/v1/events.csv?facet=kind,year"))
    assert [(row["facet"], row["value"], row["records"]) for row in found] == expected
    assert "talks-round         2" in client.get("/v1/events.txt?facet=kind").text
    refused = client.get("/v1/events.ics?facet=kind")
    assert refused.status_code == 400
    assert "csv" in refused.json["errors"][0]["problem"]


@pytest.mark.parametrize(
    ("url", "tried"),
    [
        ("/v1/search.ics?q=energy&from=2031", "/v1/search?q=energy&from=2031"),
        ("/v1/transfers/totals.csv?what=bodies&by=mont", "/v1/transfers/totals.csv?what=bodies&by=month"),
        ("/v1/events.csv?kind=talk-round&sort=date", "/v1/events.csv?sort=date&kind=talks-round"),
        ("/v1/search.txt?q=bodies&form=2031", "/v1/search.txt?q=bodies&from=2031"),
    ],
)
def test_what_is_tried_keeps_suffix_and_parameters(client, url, tried):
    response = client.get(url)
    assert response.json["try"].endswith(tried)
    assert client.get(tried).status_code == 200


@pytest.mark.parametrize("url", ["/v1/events.csv", "/v1/search.csv?q=bodies", "/v1/events/2031-04-27-handover.csv"])
def test_a_mark_for_excel(client, url):
    mark = "&" if "?" in url else "?"
    plain = client.get(url).data
    assert client.get(f"{url}{mark}bom=1").data == b"\xef\xbb\xbf" + plain
    assert client.get(f"{url}{mark}bom=0").data == plain
    for wrong, allowed, said in (
        (f"{url}{mark}bom=2", ["1", "0"], "Not 1 or 0"),
        (f"{url}{mark}bom=1&bom=1", ["1", "0"], "given once"),
        (f"{url}{mark}bom=", ["1", "0"], "Not 1 or 0"),
        (f"{url}{mark}bom=1".replace(".csv", ".txt"), [], "Only .csv takes it"),
        (f"{url}{mark}bom=1".replace(".csv", ""), [], "Only .csv takes it"),
    ):
        response = client.get(wrong)
        assert response.status_code == 400
        [error] = response.json["errors"]
        assert (error["parameter"], error["allowed"], error["did_you_mean"]) == ("bom", allowed, None)
        assert said in error["problem"]
        assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize("suffix", ["svg", "atom", "ics"])
def test_a_format_that_an_answer_has_not_is_refused(suffix):
    content = Content("", False, [], "", "", BASE, "1", "2031-07-01", "Talks", 1)
    with pytest.raises(ValueError, match=rf"This answer has no \.{suffix}\."):
        write_answer(Answer(content, []), suffix)
