"""The one door for rules: YAML in, frozen values out, every mistake named at its place."""

from threadscope.rules.config import (
    Config,
    load_config,
    own_places,
    own_source,
    packs_folder,
    refused_settings,
)
from threadscope.rules.draft import (
    Draft,
    DraftLine,
    DraftSample,
    free_name,
    pack_schema,
    to_edit,
    write_draft,
)
from threadscope.rules.load import load_pack, load_proven, load_with_places
from threadscope.rules.pack import Language, Line, Marker, Order, Pack, Sample, Split, Start
from threadscope.rules.shelf import is_file, names, pick, read_pack, shipped, source

__all__ = [
    "Config",
    "Draft",
    "DraftLine",
    "DraftSample",
    "Language",
    "Line",
    "Marker",
    "Order",
    "Pack",
    "Sample",
    "Split",
    "Start",
    "free_name",
    "is_file",
    "load_config",
    "load_pack",
    "load_proven",
    "load_with_places",
    "names",
    "own_places",
    "own_source",
    "pack_schema",
    "packs_folder",
    "pick",
    "read_pack",
    "refused_settings",
    "shipped",
    "source",
    "to_edit",
    "write_draft",
]
