"""What a vault writes beyond Markdown, what its notes show of each other, and hostile vaults."""

from __future__ import annotations

import time

import pytest

from pipeline.ingest.readers.obsidian import reading
from pipeline.model import walk
from pipeline.model.text import BlockQuote, CodeBlock, Heading, LineBreak, Link, Math, Note, Strong


def nodes(post, kind):
    return [n for b in walk.every(post.blocks) for n in walk.inlines(b) if isinstance(n, kind)]


# -- marks -----------------------------------------------------------------------------------------


def test_callouts_are_quotations_under_their_titles(vault):
    text = """> [!warning]- Mind the *flame*
> It burns.
> > [!tip]
> > Wet hands.

> [!quote]
> Said so.

> [!note] Plain
"""
    first, quoted, alone = vault({"a.md": text}).posts["a"].blocks
    assert isinstance(first, BlockQuote)
    assert walk.plain(first) == "Mind the flame\nIt burns.\nTip\nWet hands."
    assert isinstance(first.blocks[2], BlockQuote)
    assert isinstance(first.blocks[2].blocks[0].content[0], Strong)
    assert walk.plain(quoted) == "Said so."
    assert walk.plain(alone) == "Plain"


def test_boxes_of_the_admonition_plugin_are_callouts(vault):
    made = vault({"a.md": "```ad-note\ntitle: Oil\ncollapse: open\nBurns `x`.\n```\n"})
    (quote,) = made.posts["a"].blocks
    assert isinstance(quote, BlockQuote)
    assert walk.plain(quote) == "Oil\nBurns x."


def test_comments_are_left_out_and_counted_but_code_is_not_looked_into(vault):
    text = """Oil %%one
```
two
```%% burns.

```mermaid
%% three
```

`%%` four `%%` and 5%% alone
"""
    made = vault({"a.md": text})
    assert made.words("a") == "Oil burns.\n%% three\n%% four %% and 5%% alone"
    assert made.codes()["obsidian.comments"] == "note"
    assert made.dropped("obsidian.comment") == ["[4 words]"]  # as many, and none of them
    assert "two" not in made.told()
    assert isinstance(made.posts["a"].blocks[1], CodeBlock)


def test_highlights_block_ids_and_boxes_of_tasks(vault):
    text = """==Bright== oil, `a ==b== c`. ^para-1

- [ ] trim
- [x] fill
- [-] sell ^id2
- [1] no box

^last
"""
    made = vault({"a.md": text})
    assert made.words("a") == ("Bright oil, a ==b== c.\n☐ trim\n☑ fill\n☒ sell\n[1] no box")


def test_math_is_math_and_money_is_not(vault):
    made = vault({"a.md": "$x^2$ for $5 or $6, \\$y\\$.\n\n> $$\n> E = m\n> $$\n"})
    assert [(node.text, node.display) for node in nodes(made.posts["a"], Math)] == [
        ("x^2", False),
        ("E = m", True),
    ]
    assert made.words("a").startswith("x^2 for $5 or $6, $y$.")


def test_fields_and_queries_of_dataview_are_left_out_and_declared(vault):
    text = """mood:: fine
- **rating**:: 5

Oil [price:: *two*] burns (since:: [[b]]). Made `= this.file.name` here; std::vector.

```dataview
LIST FROM #oil
```
"""
    made = vault({"a.md": text, "b.md": "x"})
    assert made.words("a") == "Oil two burns b. Made here; std::vector."
    assert made.dropped("obsidian.field") == [
        "mood:: fine",
        "- **rating**:: 5",
        "price::",
        "since::",
    ]
    assert made.dropped("obsidian.query") == [
        "`= this.file.name`",
        "```dataview\nLIST FROM #oil\n```",
    ]
    assert made.codes()["obsidian.queries"] == "warning"


def test_the_ends_of_lines_are_kept_unless_an_editor_wrapped_them(vault):
    wrapped = (
        "The keeper trims the wick at four, when the ferry is late and the\n"
        "harbour is asleep, and writes down what the night has cost in oil.\n"
    )
    verse = "Oil in the lamp,\nsalt on the stair.\n"
    made = vault({"a.md": f"{wrapped}\n{verse}\n- one\n- two\n"})
    first, second, _ = made.posts["a"].blocks
    assert not [node for node in first.content if isinstance(node, LineBreak)]
    assert len([node for node in second.content if isinstance(node, LineBreak)]) == 1


def test_a_vault_of_strict_line_breaks_joins_lines(vault):
    made = vault({".obsidian/app.json": '{"strictLineBreaks": true}', "a.md": "One\ntwo"})
    assert made.words("a") == "One two"


def test_footnotes_may_stand_in_a_line(vault):
    made = vault(
        {"a.md": "Oil.^[From the *coast*, see [[b]].] Wick.[^1]\n\n[^1]: $x$\n", "b.md": "x"}
    )
    notes = nodes(made.posts["a"], Note)
    assert [walk.plain(note.blocks[0]) for note in notes] == ["From the coast, see b.", "x"]
    assert isinstance(notes[1].blocks[0].content[0], Math)


# -- notes within notes ----------------------------------------------------------------------------


def test_a_note_shows_another_a_section_and_a_block_each_with_its_own_footnotes(vault):
    made = vault({
        "a.md": "A.[^1]\n\n![[b]]\n\n![[b#Trimming]]\n\n![[b#^cut]]\n\n[^1]: of a",
        "b.md": "B.[^1]\n\n# Trimming\n\nTrim.[^x]\n\n## Below\n\n- one\n- cut ^cut\n  - more\n\n"
        "# Other\n\n[^1]: of b\n[^x]: of x",
    })  # fmt: skip
    assert made.words("a") == "\n".join([
        "A.⟦of a⟧",
        "B.⟦of b⟧", "Trimming", "Trim.⟦of x⟧", "Below", "one", "cut", "more", "Other",
        "Trimming", "Trim.⟦of x⟧", "Below", "one", "cut", "more",
        "cut", "more",
    ])  # fmt: skip
    numbers = [block.origin[0].block for block in walk.every(made.posts["a"].blocks)]
    assert numbers == sorted(set(numbers))
    assert made.codes() == {"obsidian.twice": "note"}


def test_a_block_under_its_id_is_the_paragraph_or_quotation_above(vault):
    made = vault({
        "a.md": "![[b#^one]]\n\n![[b#^two]]",
        "b.md": "x\n\nFirst\nline ^one\n\n> quoted\n> more\n\n^two\n\ny",
    })  # fmt: skip
    assert made.words("a") == "First\nline\nquoted\nmore"


def test_an_id_under_a_list_means_all_of_it(vault):
    made = vault({"a.md": "![[b#^all]]", "b.md": "x\n\n- one\n- two\n\n^all\n\ny"})
    assert made.words("a") == "one\ntwo"


def test_circles_of_notes_end_in_a_link(vault):
    made = vault({"a.md": "A ![[b]]", "b.md": "B ![[a]]", "c.md": "C\n\n![[#Part]]\n\n# Part\n\nP"})
    assert made.words("a") == "A \nB \na"
    assert made.words("b") == "B \nA \nb"
    assert made.words("c") == "C\nPart\nP\nPart\nP"
    assert made.codes()["obsidian.circles"] == "warning"


def test_notes_that_show_each_other_manifold_come_to_an_end(vault):
    files = {f"n{n}.md": f"x{n} " + f"![[n{n + 1}]]\n\n" * 40 for n in range(12)}
    started = time.monotonic()
    made = vault({**files, "n12.md": "y" * 50_000})
    assert time.monotonic() - started < 60
    assert sum(len(made.words(item)) for item in made.posts) < 20_000_000
    assert made.codes()["obsidian.circles"] == "warning"


def test_embeds_of_what_is_not_there_are_declared(vault):
    made = vault({"a.md": "A ![[nothing]]\n\n![[b#Nothing]]\n\n![[film.mp4]]\n\nZ", "b.md": "B"})
    assert made.words("a") == "A \nZ"
    assert made.dropped("obsidian.nothing-to-show") == ["![[nothing]]", "![[b#Nothing]]"]
    assert made.dropped("obsidian.file") == ["![[film.mp4]]"]


def test_marks_where_no_markdown_is_read_stand_as_they_were_written(vault):
    text = "<div>\n[[b]] #tag ![[b]]\n</div>\n\n    [[b]] in code\n"
    made = vault({"a.md": text, "b.md": "x"})
    assert made.words("a") == "[[b]] #tag ![[b]]\n[[b]] in code"


# -- what is not public ----------------------------------------------------------------------------


def test_no_word_of_a_private_note_gets_out(vault):
    made = vault({
        "a.md": "See [[Plans]] ![[Plans]] ![[Plans#Part]] ![[b]]",
        "b.md": "---\ndraft: true\n---\nCANARY %%CANARY%%\n\nmood:: CANARY #CANARY",
        "Plans.md": "---\npublish: false\ntitle: CANARY\ndate: CANARY\n---\nCANARY\n# Part\nCANARY",
        "Templates/t.md": "CANARY",
        ".trash/t.md": "CANARY",
        ".obsidian/workspace.json": "CANARY",
        "k.md": "---\nexcalidraw-plugin: parsed\n---\nCANARY",
    })  # fmt: skip
    assert [post.visibility for post in made.posts.values()] == ["draft", "public", "draft"]
    assert "CANARY" not in made.told()
    assert "CANARY" not in repr(made.bench.set_asides)
    assert nodes(made.posts["a"], Link) == []


# -- hostile vaults --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[[" * 200_000,
        "![[a|" * 100_000,
        "%% " * 200_001,
        "`" * 300_000,
        "".join("`" * (n % 300) + " " for n in range(3000)),
        "```\n" * 100_001,
        "==x" * 100_000,
        "$x " * 100_000,
        "> " * 50_000 + "[!note] x",
        "#" * 200_000 + "a",
        "#a" * 100_000,
        "^a" * 100_000,
        "[^" * 50_000,
        "- " * 20_000 + "x",
        "[k:: " * 50_000,
        "x\ue000\ue001 [[a]] \x00\ud800".encode("utf-8", "surrogatepass"),
        "\x0b\x1f\ufffe text",
    ],
    ids=range(17),
)
def test_any_text_is_read_in_time(vault, text):
    started = time.monotonic()
    made = vault({"a.md": text, "b.md": "Fine."})
    assert time.monotonic() - started < 20
    assert "b" in made.posts
    assert len(made.posts) + len(made.bench.set_asides) == 2


def test_broken_settings_and_front_matter_are_passed_over(vault):
    made = vault({
        ".obsidian/daily-notes.json": "[",
        ".obsidian/templates.json": '{"folder": 5}',
        ".obsidian/app.json": "[1]",
        "a.md": "---\ntitle: 'open\n---\nText",
        "b.md": "caf\u00e9".encode("cp1252"),
    })  # fmt: skip
    assert made.words("a") == "Text"
    assert made.words("b") == "café"
    assert made.codes() == {"obsidian.front-matter": "warning", "obsidian.encoding": "warning"}


def test_one_note_that_fails_does_not_stop_the_others(vault, monkeypatch):
    post_of = reading.post_of

    def fail(note, book):
        if note.id == "a":
            raise ValueError("a secret of the note")
        return post_of(note, book)

    monkeypatch.setattr(reading, "post_of", fail)
    made = vault({"a.md": "x", "b.md": "y"})
    assert list(made.posts) == ["b"]
    assert made.aside() == {"a": ("note", "its text could not be converted")}
    assert "secret" not in made.told()


def test_headings_in_notes_keep_their_levels(vault):
    made = vault({"a.md": "x\n\n## Two\n\n### Three\n"})
    assert [b.level for b in made.posts["a"].blocks if isinstance(b, Heading)] == [2, 3]
