"""The sentence over a list: it says what was asked for in words that a reader takes as they are meant."""

import pytest


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/v1/claims?confirmed_by_both_sides=true", "Claims confirmed by both sides, by date descending."),
        ("/v1/claims?confirmed_by_both_sides=false", "Claims not confirmed by both sides, by date descending."),
        (
            "/v1/events?actor=ana-belo",
            "Events whose actor (who took part, spoke, proposed or gave an account) is ana-belo, by date descending.",
        ),
        (
            "/v1/events?actor=ana-belo&role=host",
            "Events with a participant whose actor is ana-belo and role is host, by date descending.",
        ),
        ("/v1/events?participant=ana-belo", "Events whose participant is ana-belo, by date descending."),
    ],
)
def test_a_sentence_says_what_a_filter_means(client, address, words):
    assert client.get(address).json["meta"]["description"] == words
