"""What programs ask of the desk, over HTTP."""
