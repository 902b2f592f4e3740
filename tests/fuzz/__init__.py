"""A fuzzer for each reader: archives that are nearly right.

    make fuzz                                    every reader, SECONDS=20 each
    python -m tests.fuzz tumblr --seconds 300    one of them, for longer
    python -m tests.fuzz tumblr --case 4711      one case again, as it was

Each case is a specimen of the format, spoilt by a few strokes. The strokes come from the number of
the case, so that a case can be made again from its number alone. What the shop says to it must be
an error of its own that names the archive, or posts, every item accounted for; never another
exception, never late, and never with more memory than it may have.
"""
