"""The press: a book's pages as Typst source, and the compiler that sets them."""
