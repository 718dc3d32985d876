"""Hosts: only a request that is meant for this server is answered, and no foreign host reaches a header."""

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from api import create_app
from tests.checked_client import BASE, checked_app

GOOD = {"HTTP_HOST": "localhost"}
HOSTS = {
    "localhost": 200,
    "LocalHost:8000": 200,
    "127.0.0.1:1": 200,
    "[::1]:8000": 200,
    "": 400,
    "evil.example": 400,
    "localhost.evil.example": 400,
    "localhost:80:80": 400,
    "localhost:evil": 400,
    "localhost,localhost": 400,
    "localhost@localhost": 400,
    "[::1": 400,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items())
def test_only_known_hosts_are_answered(client, host, status):
    assert client.get("/v1", environ_overrides={"HTTP_HOST": host}).status_code == status


@pytest.mark.parametrize("cached", ["0", "1000000"])
def test_a_target_that_names_a_host_names_ours(database, cached):
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE, PARLEY_CACHE_BYTES=cached).test_client()
    targets = {"/v1": 200, "http://localhost/v1": 200, "http://evil.example/v1": 400, "ftp://localhost/v1": 400}
    for target, status in (targets | {"localhost:443": 400, "http://localhost@evil.example/v1": 400}).items():
        assert client.get("/v1", environ_overrides=GOOD | {"RAW_URI": target}).status_code == status, target


def test_a_host_may_be_missing_in_old_http_alone(database):
    app = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE)
    for protocol, status in (("HTTP/1.0", "200 OK"), ("HTTP/1.1", "400 BAD REQUEST"), ("HTTP/1.0", "200 OK")):
        environ = EnvironBuilder("/v1").get_environ() | {"SERVER_PROTOCOL": protocol}
        del environ["HTTP_HOST"]
        _, answered, _ = run_wsgi_app(app, environ, buffered=True)
        assert answered == status


def test_further_hosts_are_a_setting(database, specification):
    client = checked_app(database, specification, PARLEY_HOSTS="API.example.org, other.example").test_client()
    for host, status in {"api.example.org": 200, "other.example:8080": 200, "example.org": 400}.items():
        assert client.get("/v1", headers={"Host": host}).status_code == status


def test_the_public_host_is_answered_whatever_its_letters_and_port(database):
    app = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL="https://Parley.Example:8443")
    assert app.test_client().get("/livez", headers={"Host": "parley.example"}).status_code == 200


@pytest.mark.parametrize("path", ["//v1/events", "///", "//evil.example/v1", "/v1//events", "/v1/events//"])
def test_a_page_has_one_address(client, path):
    response = client.get("/", environ_overrides={"PATH_INFO": path})
    assert response.status_code == 404
    assert "Location" not in response.headers


@pytest.mark.parametrize("host", ["192.168.1.7:8000", "10.0.0.5", "[fd00::1]:8000", "newsroom", "parley.local:80"])
def test_a_host_that_is_not_ours_is_named_with_the_setting(client, host):
    reply = client.get("/v1/events", environ_overrides={"HTTP_HOST": host})
    assert reply.status_code == 400
    assert f"The Host {host} is not answered" in reply.json["detail"]
    assert "PARLEY_HOSTS" in reply.json["detail"]
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "evil.com", "a b", "<b>", "localhost@evil.com", "x" * 300, ""])
def test_a_name_that_anybody_could_own_is_not_repeated(client, host):
    reply = client.get("/v1/events", environ_overrides={"HTTP_HOST": host})
    assert reply.status_code == 400
    assert not host or host not in reply.text
    assert "PARLEY_HOSTS" in reply.json["detail"]
