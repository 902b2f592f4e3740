"""What a recipe may set on an operation: unknown keys are refused."""

from msgspec import Struct


class Options(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every operation's `Options`; each field carries a default and a description."""
