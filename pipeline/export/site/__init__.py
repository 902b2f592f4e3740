"""The parts of a web book, one noun each."""
