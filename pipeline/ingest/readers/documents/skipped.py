"""Skipped: what pandoc says that it left out of a text in LaTeX."""

from __future__ import annotations

import re

_SKIPPED = re.compile(
    r"^\[INFO\] Skipped '(.*?)' at [^\n]*?line (\d+) column \d+$", re.MULTILINE | re.DOTALL
)
_FURNITURE_NAMES = """
    begin end label index maketitle tableofcontents bibitem bibliography bibliographystyle
    clearpage cleardoublepage newpage pagebreak noindent indent centering raggedright hspace
    vspace vfill hfill smallskip medskip bigskip parskip frontmatter mainmatter backmatter
    appendix thispagestyle pagestyle pagenumbering setlength setcounter addtocounter
    addtolength def newcommand renewcommand providecommand hyphenation usepackage geometry
    hypersetup graphicspath addcontentsline printindex phantomsection selectlanguage
    frenchspacing sloppy fussy protect null par linebreak nopagebreak makeatletter makeatother
    makeindex printbibliography normalfont fontsize selectfont small large huge tiny Large
    LARGE Huge footnotesize normalsize scriptsize input include listoffigures listoftables
    markboth markright linespread baselineskip renewenvironment newenvironment nocite
    doublespacing onehalfspacing singlespacing FloatBarrier vskip hskip strut phantom balance
    else fi
"""
_FURNITURE = frozenset(_FURNITURE_NAMES.split())
"""Commands that say how a page is set, and no word of the text."""

_COMMAND = re.compile(r"\\([a-zA-Z@]+)")


def skipped(log: str, first_line: int) -> list[str]:
    """The commands of the text itself that pandoc does not know, each with the words in it."""
    return [
        gone
        for gone, line in _SKIPPED.findall(log)
        if int(line) >= first_line and not _is_furniture(gone)
    ]


def _is_furniture(gone: str) -> bool:
    found = _COMMAND.match(gone)
    name = found[1] if found else ""
    return name in _FURNITURE or "@" in name or name.startswith("if")
