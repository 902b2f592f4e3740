"""Times and memory of whole processes, as ratios to pandoc on the same text in the same run."""
