"""What the page of a proof needs of CSS and of script besides what all the shop's pages have."""

STYLE = """\
main { max-width: 94rem; }
a { color: var(--mark); }
.ways { display: flex; flex-wrap: wrap; gap: .45rem .5rem; margin: 0 0 1rem; }
.ways a { border: 1px solid var(--line); border-radius: 99rem; padding: .15rem .8rem;
  text-decoration: none; font-size: .88rem; }
.ways a:hover { border-color: var(--mark); }
.tools { display: flex; flex-wrap: wrap; gap: .4rem 2rem; color: var(--soft); font-size: .88rem; }
.tools input { accent-color: var(--mark); vertical-align: -1px; }
kbd { font: .8rem ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid var(--line);
  border-radius: 3px; padding: 0 .35rem; }
code { font: .82rem ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
a:focus-visible, input:focus-visible, iframe:focus-visible {
  outline: 2px solid var(--mark); outline-offset: 2px; }
.passage { border-top: 1px solid var(--line); margin-top: 2.4rem; scroll-margin-top: .5rem; }
.passage:focus { outline: none; } .passage:focus > h2 { color: var(--mark); }
.passage > h2 { margin: 1.3rem 0 0; } .passage > .about { max-width: none; font-size: .88rem; }
.panels { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.2rem 1.4rem;
  align-items: start; margin-top: .9rem; }
@media (min-width: 110rem) { main { max-width: 128rem; }
  .panels { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
figure { margin: 0; min-width: 0; }
figcaption { font-size: .88rem; margin-bottom: .3rem; }
figcaption small { margin-left: .4rem; }
figure a { display: block; }
figure img, iframe, .absent { display: block; width: 100%; border: 1px solid var(--line);
  border-radius: 3px; }
iframe { height: 24rem; color-scheme: light dark; background: Canvas; }
body:has(#narrow:checked) iframe { width: min(100%, 375px); }
.absent { margin: 0; padding: 1.1rem 1.2rem; color: var(--soft); font-style: italic; }
h3 { font-weight: normal; font-size: 1rem; margin: 1.6rem 0 .6rem; }
.sheet { display: block; margin: 0 0 1rem; }
.sheet img { display: block; max-width: 100%; border-radius: 3px; }
@media (prefers-color-scheme: dark) { figure img, .sheet img { filter: brightness(.86); } }
@media (max-width: 46rem) { .panels { grid-template-columns: minmax(0, 1fr); }
  .keys { display: none; } }
"""

SCRIPT = """\
(() => {
  const frames = [...document.querySelectorAll("iframe")];
  const fit = (frame) => {
    const inner = frame.contentDocument;
    if (!inner || !inner.body) return;
    frame.style.height = "0";
    for (let pass = 0; pass < 3; pass += 1) {  // some margins are parts of the window's height
      const tall = inner.documentElement.scrollHeight + 2;
      if (tall <= frame.clientHeight + 2) break;
      frame.style.height = Math.min(tall + 4, 900) + "px";
    }
  };
  frames.forEach((frame) => {
    frame.addEventListener("load", () => fit(frame));
    fit(frame);
  });
  let wide = 0;
  const anew = () => { if (innerWidth !== wide) { wide = innerWidth; frames.forEach(fit); } };
  addEventListener("resize", anew);
  const narrow = document.getElementById("narrow");
  narrow.addEventListener("change", () => frames.forEach(fit));
  const parts = [...document.querySelectorAll(".passage, #pages")];
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") narrow.click();
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const here = parts.findIndex((part) => part.getBoundingClientRect().top > 12);
    const at = here < 0 ? parts.length : here;
    const now = parts[step > 0 ? at : at - 1];
    const on = now && step < 0 && Math.abs(now.getBoundingClientRect().top) < 12
      ? parts[at - 2] : now;
    if (on) { on.scrollIntoView(); on.focus({ preventScroll: true }); }
  });
})();
"""
