"""Problem pages: somebody who mistypes is led on by a link, and finds the form as it was filled in."""

import pytest

from db.query.connection import ReleaseUnavailable
from tests.pages.kinds import BROWSER, ROUND
from tests.pages.test_pages import Page


def shown(client, address, status):
    reply = client.get(address, headers=BROWSER)
    assert (reply.status_code, reply.mimetype) == (status, "text/html"), reply.text
    return Page(reply.text), reply.text


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/v1/evnts", "/v1/events"),
        ("/v1/actors/ana-bello", "/v1/actors/ana-belo"),
        ("/v1/event/2031-04-12", "/v1/events/2031-04-12"),
        ("/v1/rounds", "/v1/events?kind=talks-round"),
    ],
)
def test_what_was_meant_is_the_first_link(client, address, meant):
    page, text = shown(client, address, 404)
    main = text[text.index("</h1>") :]
    assert f'Did you mean <a href="{meant}">{meant}</a>?' in main
    assert main.index("<a ") == main.index(f'<a href="{meant}"')
    assert client.get(meant, headers=BROWSER).status_code == 200
    assert "/metrics" not in text
    assert page.all("a", href="/v1/search") or "ana-bello" in address or "2031" in address


def test_an_address_that_nothing_is_like_leads_to_what_is_here(client):
    page, text = shown(client, "/v1/qqqqqqqqq", 404)
    assert "Did you mean" not in text
    for path in ("/v1/search", "/v1/events", "/v1/transfers/totals", "/v1/coverage"):
        assert page.all("a", href=path)
        assert client.get(path, headers=BROWSER).status_code == 200


def test_a_form_comes_back_as_it_was_filled_in_with_the_bad_fields_marked(client):
    page, text = shown(client, "/v1/events?q=bodies&kind=cal&from=yesterday&topic=ceasefire&limit=1000", 400)
    fields = {one["name"]: one for name, one in page.elements if name in ("input", "select") and "name" in one}
    wrong = {name for name, one in fields.items() if "aria-invalid" in one}
    assert wrong == {"kind", "from", "limit"}
    for name in wrong:
        assert fields[name]["aria-describedby"] == f"e-{name}"
        assert page.all("span", id=f"e-{name}")
    values = {one["name"]: one["value"] for one in page.all("input") if "value" in one}
    assert (values["from"], values["limit"]) == ("yesterday", "1000")
    assert "<option selected>cal</option>" in text
    assert page.all("option", value="ceasefire", selected=None)
    assert 'value="bodies"' in text
    # The form is open on a small screen, and so is what is folded in it, because a field there is marked.
    assert ["open" in one for one in page.all("details")] == [True, True]
    assert page.all("form", action="/v1/events")


@pytest.mark.parametrize("address", ["/v1/search?q=bodies&type=evnt", "/v1/transfers/totals?by=monht&what=bodies"])
def test_an_answer_that_was_asked_wrongly_has_its_form_too(client, address):
    page, _ = shown(client, address, 400)
    assert page.all("form", action=address.partition("?")[0])
    assert [one for _, one in page.elements if "aria-invalid" in one]


def test_an_error_is_told_without_a_form_where_its_choices_cannot_be_read(client, monkeypatch):
    def fail(_reader):
        raise ReleaseUnavailable("The file is damaged.")

    monkeypatch.setattr("api.http.page_frames.choices_of", fail)
    page, text = shown(client, "/v1/events?kind=cal", 400)
    assert "Not one of the allowed values." in text
    assert not page.all("form", action="/v1/events")


@pytest.mark.parametrize("address", [f"/v1/events/{ROUND}?view=large", "/v1/events/2031-13", "/v1/nothing?q=a"])
def test_what_has_no_form_gets_none(client, address):
    page = Page(client.get(address, headers=BROWSER).text)
    assert [one for one in page.all("form") if one["action"] != "/v1/search"] == []
