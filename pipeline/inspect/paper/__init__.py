"""Paper: what a finished PDF holds, read back without anything of what wrote it."""
