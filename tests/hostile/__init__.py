"""Hostile archives: what no honest program would write, as a catalogue and a way to bring it in.

A case ends in an error of the shop's own that names the file, or in a book that holds whatever is
sound, with every other item set aside for a reason. It never ends in another exception, in a file
outside the floor, or late.
"""
