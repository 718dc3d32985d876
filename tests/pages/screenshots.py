"""Screenshots: every kind of page at three widths, light and dark, for whoever changes how pages look.

.venv/bin/python -m tests.pages.screenshots FOLDER [ADDRESS ...]
"""

import base64
import sys
import tempfile
from pathlib import Path

from api import create_app
from db.query.root import ROOT
from tests.conftest import served
from tests.pages.browser import chromium, look

WIDTHS = (360, 768, 1440)
MAX_HEIGHT = 4000
ADDRESSES = (
    *("/", "/v1", "/v1/events", "/v1/events/latest", "/v1/events/2025-06-02", "/v1/events/2025-06"),
    *("/v1/events/2025-06-02-istanbul-round-2", "/v1/search?q=prisoners", "/v1/search", "/v1/agreements"),
    *("/v1/claims?status=disputed", "/v1/transfers/totals?by=year,what", "/v1/actors/rustem-umerov"),
    *("/v1/actors/rustem-umerov/meetings", "/v1/coverage", "/v1/vocabularies", "/v1/downloads", "/v1/processes"),
    *("/v1/events?kin=call", "/v1/actors/nobody", "/docs/answers", "/docs/cookbook"),
)


def main(folder: Path, addresses: tuple[str, ...]) -> None:
    """Write a picture of each page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(PARLEY_DATABASE=str(ROOT / "build" / "current"))
    with served(app) as base, tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as driver:
        for address in addresses:
            for scheme in ("light", "dark"):
                for width in WIDTHS:
                    look(driver, scheme, width)
                    driver.get(base + address)
                    height = min(driver.execute_script("return document.documentElement.scrollHeight"), MAX_HEIGHT)
                    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
                    options = {"format": "png", "captureBeyondViewport": True, "clip": clip}
                    picture = driver.execute_cdp_cmd("Page.captureScreenshot", options)["data"]
                    name = address.strip("/").translate(str.maketrans("/?=&:,", "------")) or "front"
                    (folder / f"{name}-{width}-{scheme}.png").write_bytes(base64.b64decode(picture))


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or ADDRESSES)
