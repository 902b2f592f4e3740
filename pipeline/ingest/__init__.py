"""Archive -> Posts: what was received, read and accounted for."""
