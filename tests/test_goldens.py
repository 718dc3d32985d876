"""Goldens: a reply that differs from its file is shown as a diff, with the command that takes the change over."""

import pytest

from tests import goldens


def test_a_difference_is_shown_line_by_line(client, monkeypatch, tmp_path):
    reply = client.get("/v1/topics.csv?fields=id,name")
    (tmp_path / "topics.csv").write_bytes(reply.data.replace(b"Ceasefire", b"Armistice"))
    monkeypatch.setattr(goldens, "GOLDEN", tmp_path)
    with pytest.raises(pytest.fail.Exception) as failure:
        goldens.assert_golden(reply, "topics.csv")
    lines = str(failure.value).splitlines()
    assert "-ceasefire,Armistice\\r" in lines
    assert "+ceasefire,Ceasefire\\r" in lines
    assert "PARLEY_WRITE_GOLDEN=1" in lines[0]
    assert len(lines) < 9


def test_a_changed_end_of_line_is_a_difference_too(client, monkeypatch, tmp_path):
    reply = client.get("/v1/topics.csv?fields=id,name")
    (tmp_path / "topics.csv").write_bytes(reply.data.replace(b"\r\n", b"\n"))
    monkeypatch.setattr(goldens, "GOLDEN", tmp_path)
    with pytest.raises(pytest.fail.Exception, match=r"\\r"):
        goldens.assert_golden(reply, "topics.csv")
