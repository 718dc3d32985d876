"""What the hostile suite shares: the servers of each tier, started once, and the schema of a problem."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from api import create_app
from tests.checked_client import BASE
from tests.hostile import tiers
from tests.hostile.judge import Judge
from tests.hostile.wire import Address

GIVEN = dict(one.split("=") for one in os.environ.get("PARLEY_TIERS", "").split())
"""Tiers that run already, `nginx=10.0.0.1:80`; they serve tests/records, their public URL is http://localhost:8000."""


@dataclass(frozen=True)
class Tier:
    """One server to talk to, and who judges what it says."""

    name: str
    address: Address
    judge: Judge


@pytest.fixture(scope="session")
def problems(specification) -> Draft202012Validator:
    """Return what reads the body of an error."""
    resource: Resource[Any] = Resource.from_contents(specification, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:parley", resource)
    return Draft202012Validator({"$ref": "urn:parley#/components/schemas/Problem"}, registry=registry)


@pytest.fixture(scope="session")
def app_address(database, tmp_path_factory) -> Iterator[Address]:
    with tiers.gunicorn(database, tmp_path_factory.mktemp("app")) as address:
        yield address


@pytest.fixture(scope="session")
def varnish_address(app_address, tmp_path_factory) -> Iterator[Address]:
    if not tiers.installed("varnishd"):
        pytest.skip("needs Debian's varnish")
    with tiers.varnish(app_address, tmp_path_factory.mktemp("varnish")) as address:
        yield address


@pytest.fixture(scope="session")
def nginx_address(varnish_address, tmp_path_factory) -> Iterator[Address]:
    if not tiers.installed("nginx"):
        pytest.skip("needs Debian's nginx")
    with tiers.nginx(varnish_address, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.fixture(params=["app", "varnish", "nginx"])
def tier(request, problems) -> Tier:
    """Return the application under gunicorn, then Varnish before it, then nginx before both."""
    if request.param in GIVEN:
        host, _, port = GIVEN[request.param].partition(":")
        return Tier(request.param, (host, int(port)), Judge(request.param, problems))
    address = request.getfixturevalue(f"{request.param}_address")
    return Tier(request.param, address, Judge(request.param, problems))


@pytest.fixture(scope="session")
def plain_app(database) -> Flask:
    """Return the application as it is served, its replies not validated, which takes far longer than making them."""
    return create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE)
