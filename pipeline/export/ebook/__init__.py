"""The parts of an EPUB, written by export.epub."""
