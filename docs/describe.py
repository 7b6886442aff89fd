"""Makes what is said about rule packs: the reference of keys, the gallery, the JSON Schema.

Run it from the root after a change of the models or of a pack: `python docs/describe.py`.
"""

from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from threadscope import rules
from threadscope.rules.draft import SCHEMA
from threadscope.rules.pack import CommentRules, Depth, Line, Marker, Pack, Region, Sample

HERE = Path(__file__).parent
_PARTS: dict[str, type[BaseModel]] = {
    "A pack": Pack,
    "discussion": Region,
    "comment": CommentRules,
    "comment: markers": Marker,
    "A line of a header (opens, closes)": Line,
    "depth": Depth,
    "samples": Sample,
}


def reference_page() -> str:
    """Write the page of keys of a pack."""
    parts = ["# Every key of a pack", "", "[How to write one](packs.md)."]
    for title, model in _PARTS.items():
        parts += ["", f"## {title}", "", "| key | means | default |", "|---|---|---|"]
        parts += [_row(name, field) for name, field in model.model_fields.items()]
    return "\n".join(parts) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    means = " ".join((field.description or "").split()).replace("|", "\\|")
    return f"| `{name}` | {means} | {_default(field)} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    plain = {True: "true", False: "false", None: "null"}
    if isinstance(value, bool) or value is None:
        return f"`{plain[value]}`"
    return f"`{value}`" if isinstance(value, str | int) and value != "" else ""


def gallery_page() -> str:
    """Write the page of the packs that ship, with what they know as their samples show it."""
    parts = [
        "# The packs that ship",
        "",
        "`threadscope rules show NAME` prints one. The lines below are its samples.",
    ]
    for pack in rules.shipped():
        parts += ["", f"## {pack.name}", "", f"{pack.title}.", ""]
        parts += [pack.about.strip(), ""] if pack.about else []
        parts += ["```", *_taken(pack), "```"]
    return "\n".join(parts) + "\n"


def _taken(pack: Pack) -> list[str]:
    known = {marker.name for marker in pack.markers}
    samples = [sample for sample in pack.samples if sample.takes in known]
    texts = [f"{sample.text.rstrip()}\n" for sample in samples]
    return "\n".join(texts).rstrip().split("\n")


def main() -> None:
    """Write both pages and the schema that editors check packs by."""
    (HERE / "pack-reference.md").write_text(reference_page(), "utf-8")
    (HERE / "gallery.md").write_text(gallery_page(), "utf-8")
    schema = Path(rules.__file__).with_name(SCHEMA)
    schema.write_text(rules.pack_schema(), "utf-8")


if __name__ == "__main__":
    main()
