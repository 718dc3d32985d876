"""Pages in a real browser: no complaint, no request elsewhere, readable by everybody, whole without JavaScript."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from api import create_app
from api.formats.pictures.picture import WIDTH
from api.formats.pictures.widths import text_width
from db.query.root import ROOT
from tests.conftest import served
from tests.pages.browser import TOOLS, chromium, complaints, look, requests
from tests.pages.kinds import ANSWERS, GUIDES, LISTS, MISTAKES, RECORDS, ROUND

pytestmark = pytest.mark.slow

MAX_WAIT = 30
"""Seconds that a page may take to come on a busy machine."""
NODE_MODULES = ROOT / "tests" / "lint" / "node_modules"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
LOOKED_AT = (
    "/",
    "/v1",
    *RECORDS[:6],
    *RECORDS[13:15],
    *LISTS[:2],
    LISTS[7],
    *ANSWERS[1:3],
    *ANSWERS[4:7],
    *ANSWERS[9:11],
)
LOOKED_AT += (*GUIDES[:2], *MISTAKES[:1])
"""Kinds of page that differ in what they are made of."""
FINDINGS = """
const [rules, done] = arguments;
axe.run(document, {resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {})}).then(
  result => done(result.violations.map(one => one.id + ": " + one.nodes.map(node => node.html).slice(0, 3).join(" "))),
  error => done([String(error)]));
"""
OF_LOOKS = ["color-contrast", "scrollable-region-focusable", "target-size", "link-in-text-block", "meta-viewport"]
"""The rules that colours and width have a part in."""
STOPS = """window.reached = new Set();
document.addEventListener("focusin", event => reached.add(event.target));
return [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter(
  one => one.checkVisibility({visibilityProperty: true})).length"""


@pytest.fixture(scope="module")
def site(database) -> Iterator[str]:
    with served(create_app(PARLEY_DATABASE=str(database))) as base:
        yield base


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not all(TOOLS.values()):
        pytest.skip("needs Debian's chromium and chromium-driver")
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture(scope="module")
def axe():
    if not AXE.exists():
        pytest.skip("axe-core is not installed; run `npm ci` in tests/lint/")
    return AXE.read_text(encoding="utf-8")


def test_every_kind_of_page_is_quiet_and_accessible(browser, site, axe):
    findings = {}
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": axe})
    for address in LOOKED_AT:
        look(browser, "light")
        browser.get(site + address)
        found = browser.execute_async_script(FINDINGS, None)
        look(browser, "dark", 360, 800)
        found += [f"dark, small: {one}" for one in browser.execute_async_script(FINDINGS, OF_LOOKS)]
        width = browser.execute_script("return document.documentElement.scrollWidth")
        found += [f"{width} pixels wide"] if width > 360 else []
        # A problem's own status is told by the console.
        found += [one for one in complaints(browser) if "the server responded with a status of 4" not in one]
        findings |= {address: found} if found else {}
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    assert findings == {}
    assert {url for url in requests(browser) if not url.startswith(site)} == set()


def test_no_text_of_a_picture_takes_more_room_than_it_was_given(browser, site):
    measures = """return [...document.querySelectorAll("text")].map(one => [
      one.textContent, one.getComputedTextLength(), parseFloat(one.getAttribute("font-size")),
      one.getAttribute("font-weight") == "700", one.getBoundingClientRect().right])"""
    look(browser, "light")
    for address in ("/v1/processes/harbour-talks.svg", "/v1/transfers/totals.svg?by=year,what,to", "/v1/places.svg"):
        browser.get(site + address)
        for words, length, size, bold, right in browser.execute_script(measures):
            assert length <= text_width(words, size, bold=bold) + 0.5, words
            assert right <= WIDTH, words


def test_a_picture_can_be_read_on_a_phone(browser, site):
    measures = """const [image, frame] = [document.querySelector("figure img"), document.querySelector(".scroll")];
      return [image.getBoundingClientRect().width, frame.clientWidth, frame.scrollWidth,
              document.documentElement.scrollWidth]"""
    look(browser, "light", 360, 800)
    for address in ("/v1/processes/harbour-talks", "/v1/transfers/totals?by=month,to"):
        browser.get(site + address)
        image, room, whole, page = browser.execute_script(measures)
        # Its smallest letters keep their twelve pixels; the picture is moved, the page is not.
        assert (image, whole) == (WIDTH, WIDTH)
        assert page <= 360
        assert room < 360
        assert browser.find_element(By.CSS_SELECTOR, "figcaption .narrow").is_displayed()
    look(browser, "light", 1024)
    assert not browser.find_element(By.CSS_SELECTOR, "figcaption .narrow").is_displayed()


def test_a_picture_is_dark_on_a_dark_page_and_white_where_it_is_taken_away(browser, site):
    styles = """const style = getComputedStyle(document.querySelector("figure img"));
      return [style.filter, style.mixBlendMode]"""
    for scheme, expected in (
        ("dark", ["invert(1) hue-rotate(180deg)", "screen"]),
        ("light", ["none", "normal"]),
    ):
        look(browser, scheme)
        browser.get(f"{site}/v1/processes/harbour-talks")
        assert browser.execute_script(styles) == expected
    look(browser, "dark")
    browser.get(f"{site}/v1/processes/harbour-talks.svg")
    assert browser.execute_script("return document.querySelector('svg > rect').getAttribute('fill')") == "#ffffff"


def test_a_printed_page_spells_the_addresses_of_its_sources(browser, site):
    look(browser, "light")
    browser.get(f"{site}/v1/events/{ROUND}")
    spelt = """return [...document.querySelectorAll(".sources a")].map(one =>
      [one.href, getComputedStyle(one, "::after").content])"""
    assert {words for _, words in browser.execute_script(spelt)} == {"none"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        sources = browser.execute_script(spelt)
        assert any("#:~:text=" in address for address, _ in sources)
        for address, words in sources:
            assert words == f'" {address.partition("#:~:")[0]}"'
        other = "return getComputedStyle(document.querySelector('h1 a, .q'), '::after').content"
        assert browser.execute_script(other) == "none"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_tool_that_looks_at_a_page_from_within_reads_what_is_for_crawlers(browser, site):
    browser.get(f"{site}/")
    fetched = "const done = arguments[0]; fetch('/robots.txt').then(one => one.text()).then(done, () => done(''))"
    assert "Sitemap: " in browser.execute_async_script(fetched)
    elsewhere = fetched.replace("/robots.txt", "https://example.org/")
    assert browser.execute_async_script(elsewhere) == ""
    complaints(browser)


def test_the_keyboard_alone_reaches_everything(browser, site):
    look(browser, "light")
    for address in ("/", "/v1/events", "/v1/transfers/totals?by=what"):
        browser.get(site + address)
        stops = browser.execute_script(STOPS)
        ActionChains(browser).send_keys(Keys.TAB).perform()
        assert browser.switch_to.active_element.text == "Skip to the content"
        ActionChains(browser).send_keys(Keys.TAB * (stops - 1)).perform()
        assert browser.execute_script("return reached.size") == stops, address


def wait_for(browser, condition):
    """Wait for what a click leads to, which comes when it comes."""
    WebDriverWait(browser, MAX_WAIT).until(condition, browser.current_url)


def test_a_form_leads_to_its_address_and_keeps_what_was_asked_without_javascript(browser, site):
    look(browser, "light", 600)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{site}/v1/events")
        browser.find_element(By.CSS_SELECTOR, ".fold > summary").click()
        browser.find_element(By.NAME, "kind").send_keys("talks")
        browser.find_element(By.CSS_SELECTOR, ".filters [name=q]").send_keys("bodies")
        browser.find_element(By.CSS_SELECTOR, ".send button").click()
        wait_for(browser, expected_conditions.url_to_be(f"{site}/v1/events?q=bodies&kind=talks-round"))
        assert browser.find_element(By.CSS_SELECTOR, ".filters [name=q]").get_attribute("value") == "bodies"
        assert browser.find_element(By.NAME, "kind").get_attribute("value") == "talks-round"
        browser.find_element(By.LINK_TEXT, "First round of the harbour talks").click()
        wait_for(browser, expected_conditions.url_to_be(f"{site}/v1/events/{ROUND}"))
        # The citation is one line to copy.
        assert browser.find_element(By.CSS_SELECTOR, ".line").value_of_css_property("user-select") == "all"
        browser.find_element(By.CSS_SELECTOR, "sup a").click()
        wait_for(browser, expected_conditions.url_matches(r"#s\d+$"))
        assert browser.find_element(By.CSS_SELECTOR, "li:target a").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_nothing_moves_while_a_page_is_loaded(browser, site):
    look(browser, "light")
    for address in ("/", f"/v1/events/{ROUND}"):
        browser.get(site + address)
        shift = "return performance.getEntriesByType('layout-shift').reduce((sum, one) => sum + one.value, 0)"
        assert browser.execute_script(shift) == 0
        styles = "return performance.getEntriesByType('resource').map(one => one.name)"
        assert browser.execute_script(styles) == [f"{site}/style.css"]
