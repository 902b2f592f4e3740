"""Posts -> Posts: what goes in, and in what words."""
