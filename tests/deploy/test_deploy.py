"""What operators are given: alarms that ring for what they say, a dashboard of metrics that exist, a page for each."""

import json
import re
import shutil
import subprocess

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from api.server.settings import SETTINGS
from db.query.root import ROOT

ALERTS = ROOT / "deploy" / "alerts.yaml"
RULES = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"][0]["rules"]
DASHBOARD = json.loads((ROOT / "deploy" / "dashboard.json").read_text(encoding="utf-8"))
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
NAME = re.compile(r"\b(?:http_server|parley)_\w+")
BY_PROMETHEUS = {"instance", "job", "le"}


@pytest.fixture(scope="module")
def metrics(app):
    """Return the labels of each metric that the server gives."""
    text = app.test_client().get("/metrics").text
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {sample.name: set(sample.labels) for sample in found}


def expressions():
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])


def test_every_metric_that_is_asked_for_exists(metrics):
    for expression in expressions():
        names = set(NAME.findall(expression)) - {"parley_"}
        assert names or "up{" in expression
        assert names <= metrics.keys(), expression
        known = BY_PROMETHEUS.union(*(metrics[name] for name in names))
        used = set(re.findall(r'(\w+)=~?"', expression))
        used |= {label for labels in re.findall(r"\b(?:by|on) \(([^)]*)\)", expression) for label in labels.split(", ")}
        assert used <= known, expression


def test_every_metric_is_used(metrics):
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert metrics.keys() <= asked


@pytest.mark.parametrize(
    "command", [["check", "rules", str(ALERTS)], ["test", "rules", str(ROOT / "tests/alerts.yaml")]]
)
def test_alarms_ring_for_what_they_say(command):
    if not shutil.which("promtool"):
        pytest.skip("needs promtool, of Debian's package prometheus")
    done = subprocess.run(["promtool", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_metric_is_written_as_it_should_be(app):
    if not shutil.which("promtool"):
        pytest.skip("needs promtool, of Debian's package prometheus")
    text = app.test_client().get("/metrics").data
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_every_alarm_is_tried_and_explained():
    tried = yaml.safe_load((ROOT / "tests" / "alerts.yaml").read_text(encoding="utf-8"))["tests"]
    names = {rule["alert"] for rule in RULES}
    assert {test["alertname"] for test in tried[0]["alert_rule_test"]} == names
    rung = {re.search(r'"(.*)"', one["labels"])[1] for one in tried[1]["promql_expr_test"][0]["exp_samples"]}
    assert rung == names
    assert set(re.findall(r"^## (Parley\w+)$", RUNBOOK, re.M)) == names
    for rule in RULES:
        assert rule["annotations"]["runbook"] == f"docs/runbook.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_the_runbook_names_what_exists():
    named = set(re.findall(r"\b(?:PARLEY_[A-Z_]+|WEB_CONCURRENCY)\b", RUNBOOK))
    assert named <= {setting.name for setting in SETTINGS}
    commands = set(re.findall(r"`parley (\w+)", RUNBOOK))
    told = subprocess.run([ROOT / ".venv/bin/parley", "--help"], capture_output=True, text=True, check=True).stdout
    assert {"activate", "add", "rollback", "build"} == commands
    assert all(re.search(rf"^  {command} ", told, re.M) for command in commands)


def test_grafana_can_read_the_dashboard():
    assert DASHBOARD["schemaVersion"] >= 36
    assert DASHBOARD["uid"]
    assert DASHBOARD["title"]
    variables = {one["name"] for one in DASHBOARD["templating"]["list"]}
    panels = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)
    taken = set()
    for panel in panels:
        assert panel["type"] in ("stat", "timeseries", "table")
        assert panel["datasource"] == {"type": "prometheus", "uid": "${source}"}
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert max(x for x, _ in cells) < 24
        assert not cells & taken, panel["title"]
        taken |= cells
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"]) > 0
        for target in panel["targets"]:
            used = set(re.findall(r"\$(\w+)", target["expr"])) - {"__rate_interval"}
            assert used <= variables, target["expr"]


def test_every_question_of_the_dashboard_can_be_read():
    if not shutil.which("promtool"):
        pytest.skip("needs promtool, of Debian's package prometheus")
    rules = [
        {"record": f"question:{number}", "expr": expression.replace("$__rate_interval", "5m")}
        for number, expression in enumerate(expressions())
    ]
    text = yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]})
    done = subprocess.run(
        ["promtool", "check", "rules", "/dev/stdin"], input=text, capture_output=True, text=True, check=False
    )
    assert f"{len(rules)} rules found" in done.stdout, done.stdout + done.stderr
