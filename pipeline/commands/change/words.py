"""What `bookworks change --help` teaches."""

from __future__ import annotations

ABOUT: dict[str, tuple[str, str]] = {
    "style.map": (
        "give roles the publisher's own styles (redo global styling)",
        '--map "body=Running Text (r)" --map "quote=Extract (e)" --check style_used_only=…',
    ),
    "style.assign": (
        "give some passages another role", '--at "Dear Sir" --role quote'),
    "text.replace": (
        "say words otherwise, all through or in a part",
        '--find e-mail --replace email --whole-word --exclude quote --expected-count 12',
    ),
    "heading.depth": (
        "allow no heading below a level", "--max-level 3 --overflow run-in"),
    "structure.edit": (
        "include, exclude, split, merge and reorder items by their ids",
        '--exclude 1093 --split "1101=Winter" --reorder "1204>1187"',
    ),
    "notes.links": ("say what becomes of links", "--link footnote"),
    "notes.policy": ("say where notes stand", "--placement endnote"),
    "citation.style": ("ask for a citation style", "--csl chicago-author-date"),
    "image.policy": ("say how pictures come", "--place separate --alt-required"),
    "table.policy": ("say how tables come", "--form native"),
    "typography.policy": (
        "say which marks are set", '--quotes curly --scene-break "#" --spelling en-GB'),
    "file.layout": ("say how many files", "--files single"),
    "element.require": ("ask for a page or a log", "--element index"),
    "metadata.set": (
        "change what the book says it is", '--set "/title=The Light List" --remove /subtitle'),
    "query": ("ask a question", '--question "Who holds the map?"'),
    "freeform": ("ask in words; a person answers", '--text "Please look at the maps again."'),
}  # fmt: skip
"""What each kind asks for, and the options of an example."""

OPTIONS: dict[str, str] = {
    "map": "this role has that style; may be repeated",
    "mode": "merge: besides what was agreed before (the rule); replace: instead of it",
    "template_sha256": "of a template (no shop takes one by this way)",
    "role": "body, quote, verse, message, signature …",
    "find": "what to look for",
    "replace": "what stands in its place; '' takes it out",
    "regex": "whether --find is a regular expression (\\1 in --replace is its first group)",
    "case": "whether capitals must be capitals (they must)",
    "whole_word": "only where no letter stands beside it",
    "exclude": "leave this role alone, or this item out; may be repeated",
    "expected_count": "how often it stands; another number is declined",
    "max_level": "the last of Word's levels that may stand: 3 is Heading 3",
    "shift": "how many levels further in",
    "overflow": "what a deeper heading becomes (bold)",
    "include": "an item that goes in; may be repeated",
    "split": "a new chapter of that title begins with the item; may be repeated",
    "merge": "the item's chapter is joined to the one before; may be repeated",
    "reorder": "the item stands behind the other; may be repeated",
    "link": "what a link becomes",
    "url": "how much of an address is printed (full)",
    "archive": "with the addresses of archived copies, in a list",
    "restart": "where the numbers of notes begin anew",
    "placement": "where notes stand",
    "csl": "the id of a CSL style",
    "place": "in the file, in files of their own, or with callouts",
    "format": "of the picture's file",
    "min_dpi": "dots to the inch at the width of the text",
    "naming": "how files are named",
    "callout": "what stands in a picture's place, with {figure} in it",
    "captions": "list: in a list of illustrations",
    "alt_required": "every picture is described",
    "form": "as a table, or as a picture of one",
    "quotes": "set curly, or left as typed",
    "dashes": "set, or left as typed",
    "ellipses": "as one sign, or as dots",
    "ranges": "10-12 with a dash, or with its hyphen",
    "spelling": "a language tag, whose marks are set: en-GB",
    "scene_break": "the sign of a break; '' is a line of space",
    "files": "how many there are",
    "words": "the most in one volume",
    "element": "the page or the log",
    "question": "what you want to know",
    "answer": "what sort of answer",
    "choices": "one of the answers to choose from; may be repeated",
    "text": "what you want, in words",
}

HELP = """\
Write a change request: a JSON file that a writer's shop can apply by machine.

  bookworks change text.replace --by harbour.example --find e-mail --replace email
  bookworks change style.map    --by harbour.example --map "body=Running Text (r)"
  bookworks change notes.links  --by harbour.example --link footnote --check count=link::0

The file goes to the writer, who agrees and runs:  bookworks apply BOOK CR-….json
Each kind has a --help of its own. The kinds:
"""

CHECKS = """\
How far it reaches (where the kind allows it; else the whole book):
  --item ID            one item of an archive
  --in-role ROLE       passages of a role: quote, dateline …
  --chapter TITLE      a chapter, part or page of matter
  --at WORDS           these words; --before and --behind tell them from others alike

What it will be held to (--check may be repeated):
  style_used_only=A;B  no paragraph wears another style     max_heading=3   none deeper
  style_used=A         one does                             absent=WORDS    they stand nowhere
  count=footnote:1:9   so many (least:most; also endnote, table, picture, link, heading, word, file)
  present=WORDS        they stand somewhere                 text_unchanged=all
  text_unchanged_outside=scope
"""
