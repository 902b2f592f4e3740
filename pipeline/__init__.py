"""Bookworks: a job shop for books. Archives in, books out, nothing lost."""

__version__ = "0.1.0"
