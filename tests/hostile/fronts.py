"""Front matter that swells, runs programs, or is no front matter at all."""

from __future__ import annotations

from tests.hostile.case import Case, Read

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + below] * 9)}]\n"
    for below, name in zip("abcdefghi", "bcdefghij", strict=True)
)
FRONTS: dict[str, str] = {
    "aliases that stand for a thousand million words": LAUGHS + "title: *j\n",
    "an alias of itself": "title: &a [*a]\ntags: &b {c: *b}\n",
    "a tag that runs a program": "title: !!python/object/apply:os.system ['touch owned']\n",
    "a tag of a program's own": "title: !!python/name:os.system\ndate: !ruby/object:File {}\n",
    "a tag that nobody knows": "title: !secret x\ntags: !!set {a, b}\n",
    "binary in a field": "title: !!binary aGVsbG8=\n",
    "a merge of nothing": "title: {<<: *nobody}\n<<: [1, 2]\n",
    "a field that stands twice": "title: A\ntitle: B\n",
    "a field of ten thousand lines": "title: |\n" + "  x\n" * 10_000,
    "lists ten thousand deep": "title: " + "[" * 10_000 + "\n",
    "maps ten thousand deep": "title: " + "{a: " * 10_000 + "\n",
    "indents a thousand deep": "".join(" " * n + "a:\n" for n in range(1000)),
    "a number of ten thousand digits": "title: " + "9" * 10_000 + "\ndate: " + "9" * 10_000 + "\n",
    "numbers of every odd kind": "title: .nan\ndate: .inf\ntags: 0x1F\nseries: 1_000:30\n",
    "dates that never were": "date: 2020-02-30\ncreated: 0000-00-00\npublished: 9999-99-99T99:99:99Z\n",
    "words for yes and no": "title: no\nauthor: off\ntags: [yes, null, ~, on]\nlang: no\n",
    "tabs": "title:\tA\n\tauthor: B\n",
    "quotes that nothing closes": "title: \"A\nauthor: 'B\n",
    "colons everywhere": "title: a: b: c\n::::\n: :\n",
    "anchors without names": "title: & x\nauthor: * y\n",
    "directives": "%YAML 9.9\n%TAG ! tag:x,2000:\ntitle: A\n",
    "several documents": "title: A\n...\n--- !x\ntitle: B\n",
    "control characters": "title: a\x01b\x0bc\nauthor: \x7f\n",
    "only comments": "# title: A\n#\n",
    "nothing": "",
    "a template": "title: {{ site.title }}\nlayout: {% include x %}\n",
    "prose": "This is no front matter.\nIt is only two lines between rules.\n",
    "a list": "- a\n- b\n",
    "a word": "A\n",
}
BODY = "\n\n# Light\n\nThe middle of them.\n"
SAYS = ("The first of them.", "The middle of them.", "The last of them.")


def members(middle: bytes) -> dict[str, bytes]:
    return {
        "a.md": b"---\ntitle: First\n---\n\nThe first of them.\n",
        "b.md": middle,
        "c.md": b"# Last\n\nThe last of them.\n",
    }


def yaml(front: str) -> bytes:
    return f"---\n{front}---{BODY}".encode("utf-8", "surrogatepass")


RAW: dict[str, bytes] = {
    "front matter that nothing closes": b"---\ntitle: A\n" + BODY.encode(),
    "front matter of a megabyte": yaml("x: " + "y" * 1_000_000 + "\n"),
    "front matter of ten thousand fields": yaml("".join(f"x{n}: y\n" for n in range(10_000))),
    "TOML that is broken": b"+++\ntitle = [[[\n= = =\n+++" + BODY.encode(),
    "TOML with a thousand tables": b"+++\n" + b"[a.b]\n" * 1000 + b"+++" + BODY.encode(),
    "JSON that is broken": b'{\n"title": [}\n}' + BODY.encode(),
    "JSON a hundred thousand deep": b'{"title": ' + b"[" * 100_000 + b"\n}" + BODY.encode(),
    "a text of UTF-16": ("---\ntitle: A\n---" + BODY).encode("utf-16"),
    "a text of Latin-1": "---\ntitle: Café\n---".encode("latin-1") + BODY.encode(),
    "a text of machines' line ends": yaml("title: A\n").replace(b"\n", b"\r\n"),
    "a text of old machines' line ends": yaml("title: A\n").replace(b"\n", b"\r"),
    "a text with half a surrogate pair": yaml("title: a\ud800b\n"),
}

CASES = (
    *[Case(f"{name} in front matter", "lights", lambda front=front: members(yaml(front)),
           Read(3, says=SAYS)) for name, front in FRONTS.items()],
    *[Case(name, "lights", lambda data=data: members(data), Read(3, says=SAYS))
      for name, data in RAW.items()],
    Case("a text that is no text", "lights", lambda: members(b"\xff\0\xfe\0" * 1000),
         Read(2, {"no text, by its bytes": 1}, says=(SAYS[0], SAYS[2]))),
    Case("a text of nothing", "lights", lambda: members(b""),
         Read(2, {"nothing in it": 1}, says=(SAYS[0], SAYS[2]))),
    Case("settings of a site that run a program", "lights",
         lambda: members(yaml("title: A\n")) | {"_config.yml": b"title: !!python/object/apply:os.system [x]\n"},
         Read(3, says=SAYS)),
)  # fmt: skip
