// The desk works without this. With it, pages follow what happens, and "/" goes to the search.
(() => {
  const quiet = (part) => {
    if (part.contains(document.activeElement) && document.activeElement !== document.body) return false;
    return ![...part.querySelectorAll("textarea, input:not([type=hidden])")]
      .some((field) => field.value !== field.defaultValue);
  };
  let asked = false;
  const anew = async () => {
    if (asked) return;
    asked = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const next = page.getElementById(part.id);
        if (!quiet(part)) continue;  // somebody is writing there
        if (next) part.replaceWith(document.importNode(next, true)); else part.hidden = true;
      }
    } finally {
      asked = false;
    }
  };
  const after = document.body.dataset.after;
  if (after !== undefined) {
    const source = new EventSource("/live?after=" + after);
    source.addEventListener("desk", (event) => {
      const said = JSON.parse(event.data);
      const here = document.body.dataset.book;
      if (here && here !== said.peer_id + "/" + said.transmittal) return;
      document.getElementById("news").textContent =
        said.transmittal + ": " + said.kind.replaceAll("-", " ").replace(".", ": ") + ", " + said.about;
      anew();
    });
    addEventListener("pagehide", () => source.close());
  }
  for (const choice of document.querySelectorAll("[data-submit]")) {
    choice.addEventListener("change", () => choice.form.requestSubmit());
  }
  addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-slash]");
    const writing = /^(input|textarea|select)$/i.test(document.activeElement.tagName);
    if (event.key === "/" && field && !writing) { event.preventDefault(); field.focus(); }
  });
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) { target.classList.add("new"); }
})();
