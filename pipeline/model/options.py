"""What a recipe may set on an operation: unknown keys are refused."""

from pydantic import BaseModel, ConfigDict


class Options(BaseModel):
    """Base of every operation's `Options`; each field carries a default and a description."""

    model_config = ConfigDict(extra="forbid", frozen=True)
