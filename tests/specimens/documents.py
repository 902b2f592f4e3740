"""Documents: what their writers noted for themselves, in comments that no page shows."""

from __future__ import annotations

from tests.specimens.specimen import Specimen, text

RST = """The Lamp
========

The lamp was lit, ROBIN-documents-rst.

.. CANARY-documents-rst-comment
   and more of it
"""
ORG = """#+TITLE: The Ferry
# CANARY-documents-org-comment

The ferry came late, ROBIN-documents-org.

#+BEGIN_COMMENT
CANARY-documents-org-long-comment
#+END_COMMENT
"""
TEX = """\\documentclass{article}
\\title{The Chart}
\\begin{document}
\\maketitle
There is a rock, ROBIN-documents-tex. % CANARY-documents-tex-comment
\\end{document}
"""

SPECIMENS = (
    Specimen(
        "documents",
        "folder",
        {"lamp.rst": text(RST), "ferry.org": text(ORG), "chart.tex": text(TEX)},
    ),
)
