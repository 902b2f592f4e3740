"""Every output of every sample, before the eyes of programs that are not ours, in one table."""
