"""Rebuilds who answered whom from flat discussion pages, says how sure it is, and counts."""
