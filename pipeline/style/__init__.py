"""Manuscript -> Manuscript: typography and roles."""
