"""The one door for rules: YAML in, frozen values out, every mistake named at its place."""

from threadscope.rules.config import Config, load_config, own_source, refused_settings
from threadscope.rules.load import load_pack, load_with_places
from threadscope.rules.pack import Line, Marker, Order, Pack, Sample
from threadscope.rules.shelf import names, pick, read_pack, shipped, source

__all__ = [
    "Config",
    "Line",
    "Marker",
    "Order",
    "Pack",
    "Sample",
    "load_config",
    "load_pack",
    "load_with_places",
    "names",
    "own_source",
    "pick",
    "read_pack",
    "refused_settings",
    "shipped",
    "source",
]
