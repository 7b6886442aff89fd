"""What holds for every test."""

import sys
from pathlib import Path

from hypothesis import settings

settings.register_profile("threadscope", deadline=None, max_examples=60)
settings.load_profile("threadscope")

sys.path.append(str(Path(__file__).parent.parent / "benchmarks" / "replies"))
sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
