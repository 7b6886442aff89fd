"""What holds for every test."""

from hypothesis import settings

settings.register_profile("threadscope", deadline=None, max_examples=60)
settings.load_profile("threadscope")
