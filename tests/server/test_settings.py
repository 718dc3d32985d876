"""Settings: where a default depends on the server that runs the application."""

import pytest

from api.server.settings import load_settings


@pytest.mark.parametrize(
    ("environment", "value"),
    [
        ({}, ""),
        ({"SERVER_SOFTWARE": "gunicorn/27.0.1"}, "on"),
        ({"SERVER_SOFTWARE": "gunicorn/27.0.1", "PARLEY_ACCESS_LOG": "off"}, "off"),
        ({"SERVER_SOFTWARE": "waitress", "PARLEY_ACCESS_LOG": "on"}, "on"),
        ({"SERVER_SOFTWARE": "waitress"}, ""),
    ],
)
def test_requests_are_logged_under_gunicorn_unless_it_is_said_otherwise(environment, value):
    assert load_settings(environment)["PARLEY_ACCESS_LOG"] == value
