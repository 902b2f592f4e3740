"""The desk: a publisher's server for transmittals. Nothing else of the shop imports it."""
