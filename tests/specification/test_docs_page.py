"""/docs in a real browser: it loads without a complaint, asks no other server, and what it offers to try works."""

import json
import re
import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.slow

FLAGS = (
    "headless no-sandbox disable-gpu disable-dev-shm-usage no-first-run disable-background-networking"
    " disable-component-update disable-sync window-size=1200,1600"
)
TOPICS = "#operations-topics-list_topics"
TOOLS = {name: shutil.which(name) for name in ("chromium", "chromedriver")}


@pytest.fixture
def browser(tmp_path):
    if not all(TOOLS.values()):
        pytest.skip("needs Debian's chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = TOOLS["chromium"]
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"):
        options.add_argument(flag)
    for flag in (
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1200,1600",
    ):
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path / 'profile'}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(TOOLS["chromedriver"]))
    yield driver
    driver.quit()


def test_loads_and_tries(browser, site):
    browser.get(f"{site}/docs")
    wait = WebDriverWait(browser, 60)
    operation = wait.until(until.presence_of_element_located((By.ID, "operations-topics-list_topics")))
    assert "List topics" in operation.text
    browser.execute_script("arguments[0].click()", operation.find_element(By.CSS_SELECTOR, ".opblock-summary-control"))
    button = wait.until(until.element_to_be_clickable((By.CSS_SELECTOR, f"{TOPICS} button.execute")))
    browser.execute_script("arguments[0].click()", button)
    shown = (By.CSS_SELECTOR, f"{TOPICS} .live-responses-table tbody .response-col_status")
    assert wait.until(until.presence_of_element_located(shown)).text.startswith("200")
    body = browser.find_element(By.CSS_SELECTOR, f"{TOPICS} .live-responses-table .microlight").text
    assert "Repatriation" in body
    complaints = [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    assert complaints == []
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [entry["params"]["request"]["url"] for entry in asked if entry["method"] == "Network.requestWillBeSent"]
    assert {url for url in urls if url.startswith(("http", "ws")) and not url.startswith(site)} == set()
    assert len([url for url in urls if url.startswith(site)]) >= 5


def test_policy_lets_nothing_in_from_outside(client):
    policy = client.get("/docs").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "script-src 'self';" in policy
    for part in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        assert client.get(f"/docs/{part}").status_code == 200
    assert client.get("/docs/other.js").status_code == 404


def test_catalogue_and_robots(client):
    catalogue = client.get("/.well-known/api-catalog")
    assert catalogue.mimetype == "application/linkset+json"
    assert client.head("/.well-known/api-catalog").status_code == 200
    entry = json.loads(catalogue.text)["linkset"][0]
    for links in (entry["service-desc"], entry["service-doc"], entry["status"]):
        for link in links:
            assert client.get(link["href"].removeprefix("http://localhost:8000")).status_code == 200
    assert client.get("/robots.txt").mimetype == "text/plain"
    guide = client.get("/llms.txt").text
    for address in re.findall(r"http://localhost:8000(/[\w./?=&-]*)", guide):
        assert client.get(address.rstrip(".")).status_code == 200, address


def test_front_door_as_text(client):
    response = client.get("/", headers={"Accept": "text/plain"})
    assert response.content_type == "text/plain; charset=utf-8"
    assert "Northland–Southland harbour talks" in response.text
    assert max(len(line) for line in response.text.splitlines() if "http" not in line) <= 80
    assert client.get("/", headers={"Accept": "*/*"}).mimetype == "application/json"
