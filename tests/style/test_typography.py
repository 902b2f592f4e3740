"""Quotation marks, apostrophes, dashes and dots, each by its neighbours and its language."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.bench import Bench
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Code,
    CodeBlock,
    Emph,
    Hashtag,
    Heading,
    LineBreak,
    Link,
    Math,
    Mention,
    Note,
    Paragraph,
    Strong,
    Text,
)
from pipeline.model.walk import leaves, own_text, text
from pipeline.shop.conservation import check
from pipeline.style import typography
from pipeline.style.typography import Language

FOLDS = {"[“”„«»]": '"', "[‘’‚‹›]": "'", "[—–]|---?": "--", "…": "...", "[\u00a0\u202f]": " "}


def folded(line, language):
    """A line with its typography taken back."""
    if language == "fr":
        line = re.sub("«[ \u00a0\u202f]?|[ \u00a0\u202f]?»", '"', line)
    for pattern, plain in FOLDS.items():
        line = re.sub(pattern, plain, line)
    return line


def typeset(line, language="en", **options):
    run = line if isinstance(line, tuple) else (Text(line),)
    return text(Language(language, typography.Options(**options)).set(run))


def origin(at):
    return (Origin(0, "1", at),)


def book(*blocks, language="en", of_entry="", title=()):
    entry = Division("entry", "e1", title, blocks, origin=origin(-1), language=of_entry)
    chapter = Division("chapter", "c1", (), (), (entry,))
    return Manuscript(Book("Light List", "Ada Quill", language), (chapter,), (), ())


def ran(manuscript, **options):
    bench = Bench(None)
    after = typography.run(manuscript, typography.Options(**options), bench)
    check("style.typography", manuscript, after, bench)
    return after, bench


def said(manuscript):
    return [own_text(leaf) for leaf in leaves(manuscript.divisions[0].divisions[0].blocks)]


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("""She said "no," didn't she?""", "She said “no,” didn’t she?"),
        ("""("Quite.") ["So."]""", "(“Quite.”) [“So.”]"),
        (""""'Yes,' he wrote," she said.""", "“‘Yes,’ he wrote,” she said."),
        ("""'Twas the '90s, rock 'n' roll, tell 'em""", "’Twas the ’90s, rock ’n’ roll, tell ’em"),
        ("""the lads' lamp, nothin' doin'""", "the lads’ lamp, nothin’ doin’"),
        ("the 1960's", "the 1960’s"),
        ("""the word 'lamp' and 'pier.'""", "the word ‘lamp’ and ‘pier.’"),
        (""""I was 12" he said""", "“I was 12” he said"),
        (""""A second paragraph begins""", "“A second paragraph begins"),
        ("""he broke off--"But I--" --and left""", "he broke off—“But I—” --and left"),
        ("a lamp -- or two -- burned", "a lamp — or two — burned"),
        ("and so... and so.... a..b .....", "and so… and so…. a..b ....."),
        ("already “curly” and ‘so’—fine…", "already “curly” and ‘so’—fine…"),
        ("--Ada Quill", "—Ada Quill"),
    ],
)  # fmt: skip
def test_english_is_set(typed, set_):
    assert typeset(typed) == set_


@pytest.mark.parametrize(
    "typed",
    [
        "a.example/it's--so",
        "www.a.example/'x'--y",
        "o'brien@pier.example",
        'use `it\'s "so"` here',
        'print("no") and f["x"], class="y"',
        ":'( and :'-) and '-' and -_-' and >:'(",
        "--> <-- <!-- --force x-- |--| +--+ -----",
        "git rebase --onto, a__b--c, ../.../x, 1...2",
        "f'(x) and ''' and \"\"\" and 5'",
        "xn--lamp.example",
        "he is 6'2\" and 5' tall, a 12\" disc, 8'x8'",
        'צה"ל, 彼は"はい"と言った',
    ],
)
def test_what_is_no_prose_is_left_alone(typed):
    assert typeset(typed) == typed


def test_an_address_may_stand_in_quotation_marks():
    assert typeset('"https://a.example/it\'s"') == "“https://a.example/it's”"
    assert typeset("he's at 'https://a.example/x'.") == "he’s at ‘https://a.example/x’."


@pytest.mark.parametrize(
    ("language", "set_"),
    [
        ("en", "“Yes,” it’s — ‘so’"),
        ("en-GB", "“Yes,” it’s – ‘so’"),
        ("fr", "«\u00a0Yes,\u00a0» it’s – ‘so’"),
        ("de-AT", "„Yes,“ it’s – ‚so‘"),
        ("de_CH", "«Yes,» it’s – ‹so›"),
        ("es", "«Yes,» it’s — ‘so’"),
        ("sv", "”Yes,” it’s – ’so’"),
        ("da", "»Yes,« it’s – ›so‹"),
        ("he", "\"Yes,\" it’s – 'so'"),
        ("tlh", "\"Yes,\" it’s – 'so'"),
        ("ja", "\"Yes,\" it's -- 'so'"),
    ],
)
def test_each_language_has_its_marks_and_an_unknown_one_only_apostrophes(language, set_):
    assert typeset("\"Yes,\" it's -- 'so'", language) == set_


def test_french_high_punctuation_keeps_the_space_that_it_has_and_gets_none():
    typed = "Ah ! Quoi ? Oui : non ; « si » et oui! :) ;-) a :b"
    hard = "Ah\u00a0! Quoi\u00a0? Oui\u00a0: non\u00a0; «\u00a0si\u00a0» et oui! :) ;-) a :b"
    assert typeset(typed, "fr") == hard
    assert typeset(typed, "fr", spaces=False) == typed
    assert typeset(typed, "en") == typed


def test_a_mark_is_judged_across_the_markup():
    run = (
        Text('He wrote "'),
        Emph((Text("no"),)),
        Text('" to '),
        Strong((Text('"'), Mention("@bea"))),
        Text("'s \""),
        Code('x = "y"'),
        Text('" and '),
        Hashtag("#pier"),
        Text("'s "),
        Emph((Text("it"),)),
        Text("'s"),
    )
    assert typeset(run) == 'He wrote “no” to “@bea’s “x = "y"” and #pier’s it’s'


def test_a_note_hides_no_neighbour_and_is_set_for_itself():
    note = Note((Paragraph((Text('it\'s "so"'),), ()),))
    run = (Text('said "yes'), note, Text('"'), LineBreak(), Text('"No'))
    assert typeset(run) == "said “yes⟦it’s “so”⟧”\n“No"


def test_code_and_mathematics_are_never_set():
    blocks = (CodeBlock('print("it\'s")', origin(0)), Paragraph((Math("f'"), Code("'")), origin(1)))
    given = book(*blocks)
    assert ran(given)[0] is given


def test_titles_headings_and_paragraphs_are_set_and_declared():
    given = book(
        Heading(1, (Text("It's on"),), origin(0)),
        Paragraph((Text("Isn't it?"),), origin(1)),
        Paragraph((Text("It's the shop's own"),), ()),
        title=(Text("Ada's list"),),
    )
    after, bench = ran(given)
    assert said(after) == ["It’s on", "Isn’t it?", "It’s the shop’s own"]
    assert [change.after for change in bench.changes] == ["Ada’s list", "It’s on", "Isn’t it?"]


def test_an_entry_is_set_in_its_own_language_unless_its_words_are_not():
    french = Paragraph((Text('Il a dit "oui" et je ne sais pas pour la lampe'),), origin(0))
    english = Paragraph((Text('"Lamp" is what it was'),), origin(0))
    assert "«\u00a0oui\u00a0»" in said(ran(book(french, of_entry="fr"))[0])[0]
    assert "“Lamp”" in said(ran(book(english, of_entry="de"))[0])[0]
    assert "“Lamp”" in said(ran(book(english, of_entry="und"))[0])[0]


def test_hyphens_and_ranges_are_set_only_when_asked():
    typed = "the lamp - all of it - pages 10-12, on 2020-05-01"
    assert typeset(typed) == typed
    asked = typeset(typed, spaced_hyphens=True, ranges=True)
    assert asked == "the lamp — all of it — pages 10–12, on 2020-05-01"


def test_each_part_can_be_left_out():
    typed = 'it\'s "so" -- or...'
    assert typeset(typed, quotes=False) == 'it\'s "so" — or…'
    assert typeset(typed, dashes=False, ellipses=False) == "it’s “so” -- or..."


SIGNS = "abI .,!?-\"'’“”…—()[]/:;=_@#é«» 19\u00a0\u202fשあ🙂\n"
RUNS = st.lists(st.text(alphabet=SIGNS, max_size=12), min_size=1, max_size=5)
LANGUAGES = st.sampled_from(["en", "en-GB", "fr", "de", "es", "sv", "da", "he", "ja"])


def wrapped(strings):
    return tuple(Emph((Text(s),)) if at % 2 else Text(s) for at, s in enumerate(strings) if s)


@settings(max_examples=600, deadline=None)
@given(RUNS, LANGUAGES)
def test_setting_twice_is_setting_once(strings, language):
    setter = Language(language, typography.Options(spaced_hyphens=True, ranges=True))
    once = setter.set(wrapped(strings))
    assert setter.set(once) is once


@settings(max_examples=600, deadline=None)
@given(RUNS, LANGUAGES)
def test_setting_changes_nothing_but_typography(strings, language):
    run = wrapped(strings)
    after = Language(language, typography.Options()).set(run)
    assert folded(text(after), language) == folded(text(run), language)


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="ab1/-_.~'\"?=&%#", min_size=1, max_size=20),
    st.sampled_from(['say "{}" now', "it's {}, isn't it -- no", "({})", "{}"]),
)
def test_an_address_is_never_touched(tail, frame):
    address = "https://a.example/" + tail.split('"')[0].rstrip(".'?") + "z"
    assert address in typeset(frame.format(address))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab'\"-.", min_size=1, max_size=10), RUNS)
def test_code_handles_and_hashtags_are_never_touched(literal, strings):
    kept = (Code(literal), Mention("@" + literal), Hashtag("#" + literal))
    around = wrapped(strings)
    after = Language("en", typography.Options()).set((*around, *kept, *around))
    assert [node for node in after if isinstance(node, Code | Mention | Hashtag)] == list(kept)


def test_a_paragraph_of_a_million_marks_is_set_in_time():
    hostile = "'" * 100_000 + '"a' * 100_000 + " 'a" * 30_000 + "--a" * 50_000 + "a='" * 30_000
    assert len(typeset(hostile)) <= len(hostile)


def test_links_keep_their_addresses():
    run = (Link((Text("it's"),), "https://a.example/it's--"),)
    (link,) = Language("en", typography.Options()).set(run)
    assert link == Link((Text("it’s"),), "https://a.example/it's--")
