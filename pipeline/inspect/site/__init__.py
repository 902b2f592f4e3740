"""A finished web book as an inspector sees it."""
