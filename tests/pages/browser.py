"""Browser: Debian's Chromium without a screen, driven by its own driver, as the tests of pages share it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver

TOOLS = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
FLAGS = (
    *("headless", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run", "disable-sync"),
    *("disable-background-networking", "disable-component-update", "hide-scrollbars", "window-size=1440,1000"),
)


@contextmanager
def chromium(folder: Path) -> Iterator[webdriver.Chrome]:
    """Give a browser with a fresh profile in a folder, whose console and requests can be read."""
    options = webdriver.ChromeOptions()
    options.binary_location = TOOLS["chromium"]
    for flag in (*FLAGS, f"user-data-dir={folder}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(TOOLS["chromedriver"]))
    try:
        yield driver
    finally:
        driver.quit()


def look(driver: webdriver.Chrome, scheme: str, width: int = 1440, height: int = 1000) -> None:
    """Let a browser be so wide and prefer light or dark."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def complaints(driver: webdriver.Chrome) -> list[str]:
    """Return what the console complained of since it was last read."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def requests(driver: webdriver.Chrome) -> list[str]:
    """Return the addresses that were asked for since they were last read."""
    messages: list[dict[str, Any]] = [json.loads(one["message"])["message"] for one in driver.get_log("performance")]
    urls = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if url.startswith(("http", "ws"))]
