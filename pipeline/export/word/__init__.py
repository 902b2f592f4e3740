"""The parts of a Word file, one noun each."""
