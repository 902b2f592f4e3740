"""The fuzzer: archives of every format, spoilt at random but by a seed, and what the shop answers.

A case is a number. It names a seed archive and the few spoilings that it goes through, so that
`python -m tests.fuzz NAME --case NUMBER` makes the very same archive again, on any machine.

A case ends as a book (every item is in it or set aside for a reason), or in an error of the shop's
own that names the file. Whatever else happens is a find.
"""
