"""The handover: keys, sending, verifying and receiving, from one shop to another."""
