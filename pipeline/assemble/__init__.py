"""Posts -> Manuscript: the order of the book."""
