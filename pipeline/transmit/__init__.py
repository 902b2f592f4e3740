"""Files -> the bundle that leaves the shop."""
