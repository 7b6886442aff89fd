"""Where do comments begin that lost their markers? Learn it, and measure how often it is right.

    python benchmarks/onset.py ARCHIVE... [--write FILE]

The archives hold flat pages (tar.gz). Pages whose pack finds three comments and more are taken; the
markers of the first comments are thought away, none to eight of them, and the line is looked for on
which they begin. Pages are learnt from in four fifths and judged in the fifth, flattenings of one
page together. Beside it: saying that there are none, and that the last paragraph is one. `--write`
writes the weights learnt from all pages (`threadscope/segment/onset.json`). Learning needs SciPy.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import measure
import numpy as np
import polars as pl
from learning import read_archive
from scipy.optimize import minimize

from threadscope.rules import shipped
from threadscope.schema import PAGE_TEXTS
from threadscope.segment.layout import lay_out
from threadscope.segment.onset import Voice, chances, told_apart
from threadscope.segment.scale import Numbers, contrast, standard
from threadscope.segment.style import SIGNS, styles

_COMMENTS = 3
_HIDDEN = (0, 1, 2, 4, 8)
"""Comments whose markers are thought away, each number as often."""
_FOLDS = 5
_SEED = 0
_PENALTY = 8.0
_SCALES, _NOTHING = (0.2, 0.3, 0.4, 0.5, 0.7, 1.0), (0.0, 0.5, 1.0, 1.5, 2.0)
_WEIGHT = 20.0
"""Of the lines of a page, article and comments alike."""


class Page:
    """The lines of a page: those surely article, those perhaps, and those of comments."""

    def __init__(self, name: str, told: pl.DataFrame, signs: Numbers) -> None:
        self.name = name
        part = told["part"].to_numpy()
        self.head, self.open = signs[part == "head"], signs[part == "open"]
        self.body = signs[part == "body"]
        self.comment = told.filter(part="body")["comment"].to_numpy()

    def rows(self) -> tuple[Numbers, Numbers]:
        """Give the features of lines that may be either, and which are comments."""
        above = features(self.open, self.head, self.body)
        below = [
            features(self.body[at : at + 1], self.head, np.delete(self.body, at, 0))
            for at in range(len(self.body))
        ]
        right = np.repeat([0.0, 1.0], [len(above), len(below)])
        return np.concatenate([above, *below]), right

    def hidden(self, count: int) -> tuple[Numbers, int] | None:
        """Think the markers of the first comments away: features of open lines, and the onset."""
        gone, rest = self.body[self.comment < count], self.body[self.comment >= count]
        if len(set(self.comment[self.comment >= count])) < _COMMENTS:
            return None
        lines = np.concatenate([self.open, gone])
        return features(lines, self.head, rest), len(self.open)


def features(lines: Numbers, article: Numbers, comments: Numbers) -> Numbers:
    """Give what is weighed of lines: the contrast of their signs, the signs, and 1."""
    return np.hstack(
        [contrast(lines, article.mean(0), comments.mean(0)), lines, np.ones((len(lines), 1))]
    )


def main() -> None:
    """Print how often the line is right, and write the weights if asked."""
    options = _options()
    texts = {name: text for file in options.archives for name, text in read_archive(file).items()}
    told = pl.concat(_told(texts))
    signs = styles(told)
    means, spreads = _named(signs.mean().row(0)), _named(signs.std().row(0))
    scales = (np.array(list(each.values())) for each in (means, spreads))
    numbers = standard(signs.to_numpy(), *scales)
    parts = told.with_row_index("at").partition_by("name", maintain_order=True)
    pages = [Page(part["name"][0], part, numbers[part["at"].to_numpy()]) for part in parts]
    judged = _judged(pages)
    pairs = [(scale, nothing) for scale in _SCALES for nothing in _NOTHING]
    scale, nothing = max(pairs, key=lambda pair: _likelihood(judged, *pair))
    print(f"{len(pages)} pages; {measure.load()}\n")
    _tell(judged, scale, nothing)
    if options.write:
        contrasts, plain, bias = np.split(_learn(pages), [len(SIGNS), 2 * len(SIGNS)])
        voice = Voice(
            means=means,
            spreads=spreads,
            contrast=_named(contrasts),
            plain=_named(plain),
            bias=round(float(bias[0]), 4),
            scale=scale,
            nothing=nothing,
        )
        options.write.write_text(json.dumps(asdict(voice), indent=1) + "\n", "utf-8")


def _judged(pages: Sequence[Page]) -> list[tuple[Page, Numbers]]:
    """Give each page with weights that have not seen it, in no flattening."""
    dealt = list(zip(pages, _groups([page.name for page in pages]), strict=True))
    learnt = [_learn([page for page, at in dealt if at != fold]) for fold in range(_FOLDS)]
    return [(page, learnt[at]) for page, at in dealt]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archives", type=Path, nargs="+", help="archives of flat pages (tar.gz)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the weights to FILE")
    return parser.parse_args()


def _told(texts: dict[str, str]) -> Iterator[pl.DataFrame]:
    """Give the lines of all pages that serve, with the name of their page."""
    frame = pl.DataFrame({"page": list(texts), "text": list(texts.values())}, PAGE_TEXTS)
    lines, layouts = lay_out(frame, shipped(), None)
    for layout in layouts:
        told = told_apart(lines, layout.blocks, layout.regions, layout.noise)
        many = pl.col("comment").n_unique().over("page") > _COMMENTS
        yield told.filter(many).with_columns(name=pl.lit(frame["page"]).gather("page"))


def _groups(names: Sequence[str]) -> list[int]:
    """Deal pages out, all flattenings of one together."""
    plain = [
        name.rpartition("/")[2].partition(".wet_alt")[0].partition(".trafilatura")[0]
        for name in names
    ]
    order = np.random.default_rng(_SEED).permutation(len(set(plain)))
    fold = {name: int(at) % _FOLDS for name, at in zip(sorted(set(plain)), order, strict=True)}
    return [fold[name] for name in plain]


def _learn(pages: Sequence[Page]) -> Numbers:
    """Fit a logistic regression over lines; every page counts alike, and both sides of it."""
    made = [page.rows() for page in pages]
    rows, right = (np.concatenate(each) for each in zip(*made, strict=True))
    sizes = [
        _WEIGHT / np.where(side == 1, (side == 1).sum(), max((side == 0).sum(), 1))
        for _, side in made
    ]
    weight = np.concatenate(sizes)

    def loss(beta: Numbers) -> tuple[float, Numbers]:
        score = rows @ beta
        chance = 1 / (1 + np.exp(-score))
        lost = np.logaddexp(0, score) - right * score
        slope = rows.T @ (weight * (chance - right)) + _PENALTY * np.append(beta[:-1], 0)
        return float((weight * lost).sum() + _PENALTY * (beta[:-1] ** 2).sum() / 2), slope

    # to be nearer to the comments than to the article can only speak for being one
    bounds = [(0, None)] * len(SIGNS) + [(None, None)] * (rows.shape[1] - len(SIGNS))
    start = np.zeros(rows.shape[1])
    found: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def _likelihood(judged: Sequence[tuple[Page, Numbers]], scale: float, nothing: float) -> float:
    total = size = 0.0
    for hidden in _HIDDEN:
        for page, beta in judged:
            if case := page.hidden(hidden):
                rows, onset = case
                total += np.log(chances(rows @ beta, scale, nothing)[onset])
                size += 1
    return total / size


def _tell(judged: Sequence[tuple[Page, Numbers]], scale: float, nothing: float) -> None:
    rows = []
    for hidden in _HIDDEN:
        cases = [(case, beta) for page, beta in judged if (case := page.hidden(hidden))]
        found = [chances(rows @ beta, scale, nothing) for (rows, _), beta in cases]
        truth = [onset for (_, onset), _ in cases]
        best = [int(each.argmax()) for each in found]
        right = [one == other for one, other in zip(best, truth, strict=True)]
        near = [abs(one - other) <= 1 for one, other in zip(best, truth, strict=True)]
        none = [len(each) - 1 == other for each, other in zip(found, truth, strict=True)]
        last = [len(each) - 2 == other for each, other in zip(found, truth, strict=True)]
        mean = np.mean([each.max() for each in found])
        shares = [f"{np.mean(each):.0%}" for each in (right, near, none, last)]
        rows.append((f"{hidden}", len(cases), *shares, f"{mean:.0%}"))
    head = (
        "comments hidden",
        "pages",
        "right line",
        "or the next to it",
        "none there",
        "the last",
        "thought sure",
    )
    measure.show(head, rows)
    print(f"\nscale {scale}, nothing {nothing}")


def _named(values: Sequence[float] | Numbers) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(SIGNS, values, strict=True)}


if __name__ == "__main__":
    main()
