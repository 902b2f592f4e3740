"""Bookworks: a job shop for books. Archives in, books out, nothing lost."""

import os

# No other package's plugin has a say in how recipes are checked, and looking for some costs a
# tenth of a small build.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
