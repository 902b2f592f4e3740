"""The desk, as its users meet it: over a socket."""
