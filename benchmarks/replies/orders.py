"""Measure how often the order of pages without dates is found by their replies alone.

    python benchmarks/replies/orders.py GOLD_FOLDER

Every page is read by itself and together with the others of its set, as one pack would read the
pages of a site. Dates, indents and what headers state are left out.
"""

import argparse
from pathlib import Path

import polars as pl
from gold import CHRONOLOGICAL, THREADED, load

from threadscope.replies import answers
from threadscope.rules.pack import REPLY_PHRASES


def main() -> None:
    """Print a table of all sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of the sets")
    asked = parser.parse_args()
    sets = [(name, False, "threaded") for name in THREADED]
    sets += [(name, True, "threaded") for name in ("iac", "rdevel")]
    sets += [(name, False, "chronological") for name in CHRONOLOGICAL]
    print("| set | order | pages | right, each by itself | right, with the others |")
    print("|---|---|---|---|---|")
    for name, nested, order in sets:
        gold = load(asked.gold, name, nested=nested)
        pages = gold.comments.select("page").unique(maintain_order=True)
        shares = [
            _right(gold.comments, pages.with_columns(site=site), order)
            for site in (pl.col("page"), pl.lit("one"))
        ]
        print(f"| {name} | {order} | {pages.height} | {shares[0]:.3f} | {shares[1]:.3f} |")


def _right(comments: pl.DataFrame, sites: pl.DataFrame, order: str) -> float:
    """Give the share of pages whose order is found."""
    unknown = pl.lit(None, pl.String)
    pages = sites.with_columns(
        order=pl.lit("threaded"), guessed=True, chat=False, language=unknown, article=unknown
    )
    phrases = dict.fromkeys(pages["page"], REPLY_PHRASES)
    flat = answers(comments, phrases, pages=pages).crossing.height / pages.height
    return flat if order == "chronological" else 1 - flat


if __name__ == "__main__":
    main()
