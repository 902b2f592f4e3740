"""Manuscript -> files."""
