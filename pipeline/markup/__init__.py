"""Markup that people write (HTML, Markdown, plain text), turned into Blocks for every station."""
