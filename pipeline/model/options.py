"""What a recipe may set on an operation: unknown keys are refused."""

from pydantic import BaseModel, ConfigDict


class Options(BaseModel):
    """Base of every operation's `Options`; each field carries a default and a description."""

    # Most steps run with their defaults; checking is made ready for those that a recipe sets.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
