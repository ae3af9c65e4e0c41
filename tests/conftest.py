"""What all tests share."""

from hypothesis import settings

# The same examples every time: a test that fails here fails everywhere.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")
