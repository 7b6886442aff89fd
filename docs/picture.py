"""Makes the picture of a report that the documentation shows.

Run it from the repository's root, where Chromium is installed: `python docs/picture.py`.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from threadscope import analyze
from threadscope.report import html

PAGES = "examples/*/page.txt"
PICTURE = Path(__file__).parent / "screens" / "report.png"
SIZE = (1080, 960)
HIDDEN = "#overview, #notes { display: none }"
"""What makes room for the plots."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Write the report of the examples, and photograph its plots."""
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        text = html(analyze(PAGES), title="Seven examples")
        page.write_text(text.replace("</style>", f"{HIDDEN}</style>"), "utf-8")
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
        shot = (f"--screenshot={PICTURE}", f"--window-size={SIZE[0]},{SIZE[1]}")
        subprocess.run([browser, *quiet, *shot, page.as_uri()], check=True)


if __name__ == "__main__":
    main()
