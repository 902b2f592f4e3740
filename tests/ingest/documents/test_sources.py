"""Documents in markup: what they include, what they say of themselves, what pandoc would lose."""

from __future__ import annotations

import time

import pytest

from pipeline.ingest.readers.documents.sources import prepared
from pipeline.ingest.unpack import Unpacked
from pipeline.model import walk
from pipeline.model.text import Figure, Link, Verse
from tests.ingest.documents.conftest import picture


def nodes(post, kind):
    return [n for b in walk.every(post.blocks) for n in walk.inlines(b) if isinstance(n, kind)]


# -- includes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("main", "files"),
    [
        (
            "main.tex",
            {
                "main.tex": "\\documentclass{book}\n\\begin{document}\n% \\input{gone}\n"
                "\\input{parts/one}\n\n\\include{parts/two}\n\\end{document}\n",
                "parts/one.tex": "One.\n\\input{parts/deep}\n",
                "parts/deep.tex": "Deep.\n\\input{main}",
                "parts/two.tex": "\\documentclass{x}\\begin{document}\nTwo.\n\\end{document}",
            },
        ),
        (
            "main.rst",
            {
                "main.rst": ".. include:: parts/one.rst\n\n.. include:: parts/two.rst\n",
                "parts/one.rst": "One.\n\n.. include:: deep.rst\n",
                "parts/deep.rst": "Deep.\n",
                "parts/two.rst": "Two.\n",
            },
        ),
        (
            "main.org",
            {
                "main.org": '#+INCLUDE: "parts/one.org"\n\n#+include: "parts/two.org"\n',
                "parts/one.org": 'One.\n\n#+INCLUDE: "deep.org"\n',
                "parts/deep.org": "Deep.\n",
                "parts/two.org": "Two.\n",
            },
        ),
        (
            "main.typ",
            {
                "main.typ": '#include "parts/one.typ"\n\n#include "parts/two.typ"\n',
                "parts/one.typ": 'One.\n\n#include "deep.typ"\n',
                "parts/deep.typ": "Deep.\n",
                "parts/two.typ": "Two.\n",
            },
        ),
    ],
)
def test_what_a_document_includes_is_part_of_it_and_no_item_of_its_own(folder, main, files):
    made = folder(files)
    item = main.partition(".")[0]
    assert list(made.posts) == [item]
    assert made.words(item).split() == ["One.", "Deep.", "Two."] or main.endswith("tex")
    assert " ".join(made.words(item).split()).startswith("One. Deep.")
    merged = {merge.item: merge.into for merge in made.bench.merges}
    assert merged == {f"parts/{name}": item for name in ("one", "deep", "two")}


def test_a_file_that_is_not_there_is_told(folder):
    made = folder({"a.tex": "\\documentclass{book}\\begin{document}x \\input{gone}\\end{document}"})
    assert made.codes()["documents.missing"].startswith("1 file that 1 document would include")


# -- LaTeX -----------------------------------------------------------------------------------------

TEX = r"""\documentclass{article}
\usepackage{graphicx}
\newcommand{\boat}[1]{\emph{#1}}
\title{The \emph{Lamp}}\author{Ada Quill \and Bo Reed}\date{5 January 2013}
\begin{document}
\maketitle
\tableofcontents
\noindent The \boat{Gull} \mystery{told nobody} came ``late'', see \cite[p.~3]{knuth,lamport}.
\begin{verse}
Oil in the lamp,\\
salt on the stair.

And no one there.
\end{verse}
\begin{figure}\includegraphics[width=3cm]{pictures/lamp}\caption{At noon}\end{figure}
\begin{thebibliography}{9}\bibitem{knuth} Knuth, on lamps.\end{thebibliography}
\end{document}
"""


def test_latex_keeps_its_verse_its_citations_and_its_pictures(folder):
    made = folder({"a.tex": TEX, "pictures/lamp.png": picture()})
    post = made.posts["a"]
    assert walk.text(post.title) == "The Lamp"
    assert (post.author, post.created) == ("Ada Quill, Bo Reed", "2013-01-05")
    first, verse, figure, works = post.blocks
    assert walk.plain(first) == "The Gull came “late”, see [knuth; lamport, p.\xa03]."
    assert isinstance(verse, Verse)
    assert [walk.text(line) for line in verse.lines] == [
        "Oil in the lamp,", "salt on the stair.", "And no one there.",
    ]  # fmt: skip
    assert isinstance(figure, Figure)
    assert (figure.images[0].media, walk.text(figure.caption)) == ("pictures/lamp.png", "At noon")
    assert walk.plain(works) == "[knuth] Knuth, on lamps."


def test_a_command_that_pandoc_does_not_know_is_declared_with_its_words(folder):
    made = folder({"a.tex": TEX})
    assert made.dropped("documents.skipped") == ["\\mystery{told nobody}"]
    assert "1 command in 1 document" in made.codes()["documents.skipped"]


def test_a_text_of_old_windows_is_read_and_told(folder):
    made = folder({"a.tex": "café".encode("cp1252"), "b.rst": b"\x00\xff"})
    assert made.words("a") == "café"
    assert "documents.encoding" in made.codes()
    assert made.aside() == {"b": "it cannot be read"}


# -- Org, reStructuredText, MediaWiki --------------------------------------------------------------


def test_org_is_read_without_its_planning(folder):
    text = """#+TITLE: Oil
#+DATE: <2013-01-05 Sat>
#+FILETAGS: :lamp:salt:

* TODO Burning :noted:
SCHEDULED: <2013-01-06 Sun>
It burns. [[*Smoke][there]]
** COMMENT Hidden
CANARY
* Smoke
#+BEGIN_VERSE
one
  two
#+END_VERSE
"""
    made = folder({"a.org": text, "b.org": "[[file:a.org][oil]] [[file:a.org::*Smoke][smoke]]"})
    post = made.posts["a"]
    assert (post.created, post.tags) == ("2013-01-05", ("lamp", "salt"))
    assert made.words("a") == "Burning\nIt burns. there\nSmoke\none\n\xa0\xa0two"
    assert "SCHEDULED: <2013-01-06 Sun>" in made.dropped("documents.planning")
    assert "CANARY" not in repr(made.posts)
    assert [link.item for link in nodes(made.posts["b"], Link)] == ["a", "a"]


@pytest.mark.parametrize(
    "text",
    [
        ".. title: Oil\n.. date: 2013-01-05 10:00:00 UTC\n.. tags: lamp, salt\n\nText.\n",
        "Oil\n###\n\n:date: 2013-01-05 10:00\n:tags: lamp, salt\n\nText.\n",
    ],
)
def test_what_programs_for_blogs_write_at_the_head_of_rst_is_read(folder, text):
    post = folder({"a.rst": text}).posts["a"]
    assert walk.text(post.title) == "Oil"
    assert (post.created, post.tags) == ("2013-01-05T10:00:00Z", ("lamp", "salt"))


def test_a_wiki_links_by_name_and_its_categories_are_tags(folder):
    poem = "<poem>\none\ntwo\n</poem>\n"
    text = f"See [[Salt and oil|salt]].\n[[Category:Lamps]]\n\n{poem}{{{{box|CANARY}}}}\n"
    made = folder({"Lamp.wiki": text, "Salt_and_oil.wiki": "Dry.\n"})
    post = made.posts["Lamp"]
    assert post.tags == ("Lamps",)
    assert [link.item for link in nodes(post, Link)] == ["Salt_and_oil"]
    assert made.words("Lamp") == "See salt.\none\ntwo"
    assert made.dropped("documents.raw") == ["{{box|CANARY}}"]


@pytest.mark.parametrize(
    ("name", "head", "visibility"),
    [
        ("a.org", "#+DRAFT: t\n", "draft"),
        ("a.rst", "Oil\n###\n\n:status: draft\n\n", "draft"),
        ("a.rst", "Oil\n###\n\n:status: hidden\n\n", "private"),
        ("a.md", "---\npublished: false\n---\n", "draft"),
    ],
)
def test_what_is_not_public_says_so_and_nothing_of_it_gets_out(folder, name, head, visibility):
    files = {name: head + "CANARY\n", "b.rst": "Fine.\n", "c.rst": "Fine.\n"}
    made = folder(files)
    assert made.posts["a"].visibility == visibility
    told = [made.bench.changes, made.bench.findings, made.bench.set_asides, made.intake.profile]
    public = [post for post in made.posts.values() if post.visibility == "public"]
    assert "CANARY" not in repr((told, public))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", "\\input{a} " * 50_000),
        ("a.tex", "\\bibitem" + " " * 300_000),
        ("a.tex", "%" * 100_000 + "\\input{x}" * 20_000),
        ("a.org", "#+INCLUDE: " * 100_000),
        ("a.org", "SCHEDULED: <" * 50_000),
        ("a.rst", ".. include:: a.rst\n" * 20_000),
        ("a.wiki", "<poem>" * 100_000),
        ("a.wiki", "[[Category:" * 100_000),
    ],
    ids=range(8),
)
def test_any_text_is_prepared_in_time(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    started = time.monotonic()
    kind = {"tex": "latex", "wiki": "mediawiki"}.get(name[2:], name[2:])
    with Unpacked.open(tmp_path) as archive:
        prepared(archive, name, kind)
    assert time.monotonic() - started < 10
