"""Acceptance: whether a house would take a docx, whoever made it."""
