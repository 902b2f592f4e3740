"""One file per archive format, discovered by name."""
