"""Findings: their words in the number of what they count."""

from pipeline.model.finding import agreed, counted


def test_one_thing_is_not_told_in_the_plural():
    assert counted(1, "letter") == "1 letter"
    assert counted(3283, "letter") == "3,283 letters"
    assert counted(1, "row has", "rows have") == "1 row has"
    assert counted(0, "row has", "rows have") == "0 rows have"


def test_the_verb_of_a_message_goes_with_its_number():
    message = "{n} post{s}, which hold{v} a word, {are} not in the book"
    assert agreed(message, 1) == "1 post, which holds a word, is not in the book"
    assert agreed(message, 1200) == "1,200 posts, which hold a word, are not in the book"
