"""Stores: what each asks of the pages of a book, by the day on which it was read."""
