"""Lays out the pages that the site is made of, so that every link of theirs holds.

Pages link to each other as files of the repository, so the site is a copy of it: of the pages that
its navigation names, and of every file that a page links to. Run it from the root:
`python docs/site.py`.
"""

import re
import shutil
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
_LINK = re.compile(r"\]\(([^()\s#]+)[^()\s]*\)")


def linked() -> set[Path]:
    """Give the files that the site holds: the pages, and what they link to, and so on."""
    waiting = [ROOT / name for name in re.findall(r"'([^']+\.md)'", str(SETTINGS["nav"]))]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop().resolve()
        if file in found or not file.is_file():
            continue
        found.add(file)
        if file.suffix == ".md":
            links = _LINK.findall(file.read_text("utf-8"))
            waiting += [file.parent / link for link in links if "://" not in link]
    return found


def main() -> None:
    """Lay them out anew."""
    pages = ROOT / SETTINGS["docs_dir"]
    shutil.rmtree(pages, ignore_errors=True)
    for file in linked():
        target = pages / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


if __name__ == "__main__":
    main()
