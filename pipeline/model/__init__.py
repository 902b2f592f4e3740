"""Nouns: what the shop speaks of. Imports nothing of ours outside this package."""
