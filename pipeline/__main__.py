"""`python -m pipeline` is the `bookworks` command."""

from pipeline.cli import program

program()
