"""What the page of a survey needs of CSS besides what all the shop's pages have.

The five colours of the kinds can be told apart by eyes of every sort, and from the paper, by day
and by night; a test holds them to that.
"""

LIGHT = ("#2557c4", "#b8561a", "#17382a", "#6e2c78", "#918b80")
DARK = ("#5888dd", "#cc7233", "#b3e0c9", "#e2aae8", "#8d867b")


def _named(colours: tuple[str, ...]) -> str:
    return " ".join([f"--k{nth}: {colour};" for nth, colour in enumerate(colours, 1)])


STYLE = (
    f"""
:root {{ {_named(LIGHT)} }}
@media (prefers-color-scheme: dark) {{ :root {{ {_named(DARK)} }} }}
"""
    """\
.k1 { fill: var(--k1); } .k2 { fill: var(--k2); } .k3 { fill: var(--k3); }
.k4 { fill: var(--k4); } .k5 { fill: var(--k5); }
.h1 { fill: var(--k1); fill-opacity: .22; } .h2 { fill: var(--k1); fill-opacity: .45; }
.h3 { fill: var(--k1); fill-opacity: .7; } .h4 { fill: var(--k1); }
.none-here { fill: none; stroke: var(--soft); stroke-dasharray: 2 2; }
figure { margin: 0 0 1.2rem; max-width: 60rem; }
figcaption { color: var(--soft); font-size: .92rem; }
svg.chart { display: block; width: 100%; overflow: visible; margin: .6rem 0 .2rem; }
svg text { font: 12px/1 ui-sans-serif, "DejaVu Sans", Helvetica, sans-serif; fill: var(--soft); }
svg .grid { stroke: var(--line); }
svg .part { stroke: var(--paper); stroke-width: 1; }
.slim { display: none; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem;
  padding: 0; margin: .3rem 0; }
.legend li { margin: 0; font-size: .86rem; }
.legend svg { margin-right: .4rem; vertical-align: -1px; }
.ranks { list-style: none; padding: 0; display: grid; gap: .5rem 2.5rem; max-width: 60rem;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.ranks li { margin: 0; display: grid; grid-template-columns: 1fr auto; align-items: end; }
.ranks svg { grid-column: 1 / -1; display: block; width: 100%; }
.ranks b { font-weight: normal; color: var(--soft); font-variant-numeric: tabular-nums; }
table.figures { width: auto; }
.figures th, .figures td { padding: .25rem 1.1rem .25rem 0; }
.figures td, .figures thead th + th { text-align: right; }
.figures tr.sum > * { border-top: 1px solid var(--ink); }
.across { overflow-x: auto; }
.across:focus-visible, pre:focus-visible { outline: 2px solid var(--mark); }
pre { overflow-x: auto; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: 3px;
  font: .82rem/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
.why { overflow-wrap: anywhere; } .why::before { content: none; }
@media (max-width: 46rem) {
  .wide { display: none; } .slim { display: inline; }
  .figures thead { display: table-header-group; } .figures tbody { display: table-row-group; }
  .figures tr { display: table-row; } .figures tbody th { display: table-cell; }
  .figures tbody th, .figures tbody td { border-bottom: 1px solid var(--line);
    padding: .25rem .8rem .25rem 0; }
  .figures td::before { content: none; } }
"""
)
