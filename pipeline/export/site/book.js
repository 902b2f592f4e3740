/* Light or dark, keys, search: all else works without this. */
"use strict";
(() => {
  const root = document.documentElement;
  const kept = (value) => {
    try {
      return value === undefined ? localStorage.getItem("light") : localStorage.setItem("light", value);
    } catch { return null; }
  };
  const light = kept();
  if (light === "light" || light === "dark") root.dataset.light = light;

  const turnLight = () => {
    const now = root.dataset.light || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.light = now === "dark" ? "light" : "dark";
    kept(root.dataset.light);
  };

  // -- search: the same rules as where the index was made
  const MARKS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f]/g;
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
  const fold = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(MARKS, "").replace(/ς/g, "σ");
  const asked = (text) => {
    const words = [];
    for (const word of fold(text).match(/[\p{L}\p{N}]+/gu) || []) {
      let at = 0;
      for (const run of word.matchAll(UNSPACED)) {
        if (run.index > at) words.push([word.slice(at, run.index), false]);
        const signs = [...run[0]];
        if (signs.length === 1) words.push([signs[0], true]);
        for (let n = 0; n + 1 < signs.length; n++) words.push([signs[n] + signs[n + 1], false]);
        at = run.index + run[0].length;
      }
      if (at < word.length) words.push([word.slice(at), false]);
    }
    const last = words[words.length - 1];
    if (last && /[\p{L}\p{N}]$/u.test(text)) last[1] = true;
    return words.map(([word, open]) => [word.slice(0, 40), open || word.length >= 40]);
  };

  let index = null, wake = null;
  const shelves = new Map(), waiting = new Map();
  const load = (name) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = `search/${name}.js`;
    script.onload = script.onerror = done;
    document.head.append(script);
  });
  window.bookIndex = (given) => { index = given; index.common = new Set(index.common); };
  window.bookShelf = (number, rows) => shelves.set(number, rows);
  const shelf = async (word) => {
    const number = word.codePointAt(0) % index.shelves;
    if (!waiting.has(number)) waiting.set(number, load(number));
    await waiting.get(number);
    return shelves.get(number) || "\n";
  };
  const posts = async ([word, open]) => {
    const rows = await shelf(word), found = new Set();
    const start = open ? `\n${word}` : `\n${word} `;
    for (let at = rows.indexOf(start); at >= 0; at = rows.indexOf(start, at + 1)) {
      let number = -1;
      const row = rows.slice(at + 1, rows.indexOf("\n", at + 1));
      for (const step of row.slice(row.indexOf(" ") + 1).split(" ")) found.add(number += parseInt(step, 36));
    }
    return found;
  };
  const search = async (text) => {
    if (!index) await (wake = wake || load("index"));
    const words = asked(text).filter(([word]) => !index.common.has(word));
    if (!words.length) return [];
    const sets = await Promise.all(words.map(posts));
    const [first, ...rest] = sets.sort((a, b) => a.size - b.size);
    const found = [...first].filter((number) => rest.every((set) => set.has(number)));
    const titled = (number) => {
      const title = fold(index.posts[number][2]);
      return words.every(([word]) => title.includes(word)) ? 0 : 1;
    };
    return found.sort((a, b) => titled(a) - titled(b) || a - b);
  };

  let box = null, turn = 0;
  const show = async (text, list) => {
    const mine = ++turn, found = await search(text);
    if (mine !== turn) return;
    list.replaceChildren(...found.slice(0, 60).map((number) => {
      const [page, anchor, label, date] = index.posts[number], [path, title] = index.pages[page];
      const row = document.createElement("li"), link = document.createElement("a"), under = document.createElement("small");
      link.href = anchor ? `${path}#${encodeURIComponent(anchor)}` : path;
      link.textContent = label || title;
      under.textContent = [label === title ? "" : title, date].filter(Boolean).join(" · ");
      link.append(under);
      row.append(link);
      return row;
    }));
    const none = text.trim() && !found.length;
    box.querySelector("p").textContent = none ? document.getElementById("find").dataset.none || "0" : "";
    box.querySelector("p").hidden = !none;
  };
  const openSearch = () => {
    if (!box) {
      box = document.createElement("dialog");
      box.innerHTML = '<form method="dialog"><input type="search" autocomplete="off" spellcheck="false"><p hidden role="status"></p></form><ul></ul>';
      const input = box.querySelector("input"), list = box.querySelector("ul");
      box.setAttribute("aria-label", input.placeholder = document.getElementById("find").textContent);
      input.setAttribute("aria-label", input.placeholder);
      input.addEventListener("input", () => show(input.value, list));
      box.addEventListener("click", (event) => { if (event.target === box || event.target.closest("a")) box.close(); });
      box.addEventListener("keydown", (event) => {
        const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
        if (event.key === "ArrowDown" && links.length) links[Math.min(at + 1, links.length - 1)].focus();
        else if (event.key === "ArrowUp") (at > 0 ? links[at - 1] : input).focus();
        else if (event.key === "Enter" && at < 0) { if (links[0]) links[0].click(); }
        else return;
        event.preventDefault();
      });
      document.body.append(box);
    }
    box.showModal();
    box.querySelector("input").select();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const find = document.getElementById("find"), button = document.getElementById("light");
    for (const [one, act] of [[find, openSearch], [button, turnLight]]) {
      one.hidden = false;
      one.addEventListener("click", act);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest && event.target.closest("input, textarea, select, dialog, pre, .table, [popover]")) return;
    const right = root.dir === "rtl" ? "prev" : "next", left = root.dir === "rtl" ? "next" : "prev";
    const way = { ArrowRight: right, ArrowLeft: left, j: "next", k: "prev" }[event.key];
    const link = way && document.querySelector(`.turn a[rel=${way}]`);
    if (link) location.href = link.href;
    else if (event.key === "/") openSearch();
    else if (event.key === "c") location.href = document.querySelector(".bar nav a").href;
    else return;
    event.preventDefault();
  });
})();
