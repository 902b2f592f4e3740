"""`make bench`: each figure, its bound, and whether it holds. Exits 1 when one does not."""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import words
from tests.bench.process import Cost, bare_start, cost

ARCHIVES = Path(__file__).resolve().parents[3] / "shared" / "archives"
BOOKWORKS = [sys.executable, "-m", "pipeline", "book"]
FORMATS = ("docx", "epub", "web", "pdf")

held: list[bool] = []


def main() -> int:
    chosen = sys.argv[1:]
    for name, bench in BENCHES.items():
        if chosen and name not in chosen:
            continue
        with tempfile.TemporaryDirectory() as folder:
            print(f"\n{name}: {bench.__doc__}", flush=True)
            bench(Path(folder))
    print(f"\n{sum(held)} of {len(held)} bounds hold")
    return 0 if all(held) else 1


def essays(folder: Path) -> None:
    """a folder of essays, 348,000 words, against pandoc given the same Markdown"""
    archive = ARCHIVES / "markdown-kennethreitz.zip"
    if not archive.exists():
        print("  left out: the archive is not here")
        return
    with zipfile.ZipFile(archive) as opened:
        texts = [opened.read(name) for name in sorted(opened.namelist()) if name.endswith(".md")]
    (folder / "essays.md").write_bytes(b"\n\n".join(texts))
    pandoc = _pandoc(folder, "essays.md", "gfm")  # the faster of its readers of such text
    _against(*_in_turns(lambda: _fresh(archive, folder, 3), pandoc), faster=6)


def million(folder: Path) -> None:
    """a WordPress export of a million words, against pandoc given its posts as one HTML file"""
    archive = _million(folder)
    pandoc = _pandoc(folder, "million.html", "html")
    _against(*_in_turns(lambda: _fresh(archive, folder, 3), pandoc), faster=10)


def epub(folder: Path) -> None:
    """the same million words as EPUB, against pandoc's EPUB of the one HTML file"""
    archive = _million(folder)
    pandoc = _pandoc(folder, "million.html", "html", "epub")
    _against(*_in_turns(lambda: _fresh(archive, folder, 3, "epub"), pandoc), faster=10)


def pdf(folder: Path) -> None:
    """pages of 250,000 words, set and inspected, against pandoc with Typst, which inspects none"""
    made = words.posts(250_000)
    archive = folder / "quarter.xml"
    archive.write_text(words.wxr(made), encoding="utf-8")
    (folder / "quarter.html").write_text(words.page(made), encoding="utf-8")
    pandoc = _pandoc(folder, "quarter.html", "html", "pdf", f"--pdf-engine={_typst(folder)}")
    ours, peer = _in_turns(lambda: _fresh(archive, folder, 2, "pdf"), pandoc)
    print(f"  bookworks: {_said(ours)}\n  pandoc: {_said(peer)}")
    print(f"  {peer.seconds / ours.seconds:.2f} times as fast as pandoc with Typst")


def _typst(folder: Path) -> Path:
    """Typst as a program: the one that is installed, or else the compiler of the Python package,
    which is the same one, behind a few lines that pass on what pandoc asks for."""
    found = shutil.which("typst")
    if found:
        return Path(found)
    program = folder / "typst"
    program.write_text(
        f"#!{sys.executable} -I\nimport sys, typst\n"
        "names = [word for word in sys.argv[2:] if not word.startswith('-')]\n"
        "typst.compile(names[-2], output=names[-1])\n"
    )
    program.chmod(0o755)
    return program


def tweets(folder: Path) -> None:
    """129,000 tweets from zip to docx, against a tenth of them"""
    archive = ARCHIVES / "twitter-2017-0xabad1dea.zip"
    if not archive.exists():
        print("  left out: the archive is not here")
        return
    tenth = folder / "tenth.zip"
    _tenth(archive, tenth)
    small, whole = _fresh(tenth, folder), _fresh(archive, folder)
    print(f"  a tenth: {_said(small)}\n  the whole: {_said(whole)}")
    _hold("time per tweet of the whole to that of a tenth", whole.seconds / small.seconds / 10, 1.0)


def outputs(folder: Path) -> None:
    """all four outputs together, against the slowest of them alone"""
    for name in ("twitter-2024-alrocar.zip", "markdown-kennethreitz.zip"):
        archive = ARCHIVES / name
        if not archive.exists():
            print(f"  left out: {name} is not here")
            continue
        alone = {only: _fresh(archive, folder, 2, only) for only in FORMATS}
        together = _fresh(archive, folder, 2, ",".join(FORMATS))
        print(f"  {name}: " + "; ".join(f"{only} {_said(one)}" for only, one in alone.items()))
        print(f"  together: {_said(together)}")
        slowest = max(one.seconds for one in alone.values())
        _hold("times the slowest alone", together.seconds / slowest, 1.6)


def nothing(folder: Path) -> None:
    """a build where nothing changed, in bare starts of the interpreter"""
    archive = _small(folder)
    cost([*BOOKWORKS, str(archive)], folder)
    again, bare = cost([*BOOKWORKS, str(archive)], folder, runs=7), bare_start(folder)
    print(f"  {again.seconds * 1000:.0f} ms; a bare start {bare * 1000:.1f} ms")
    _hold("bare starts", again.seconds / bare, 20)


def reading(folder: Path) -> None:
    """every format, against the bare parse of the same bytes by the library behind its reader"""
    import gc

    from tests.bench.reading import BOUNDS, rate

    made = folder / "million.xml"
    made.write_text(words.wxr(words.posts(1_000_000)), encoding="utf-8")
    archives = sorted(ARCHIVES.glob("*.*")) if ARCHIVES.is_dir() else []
    gc.disable()
    for archive in [made, *(path for path in archives if path.suffix != ".md")]:
        format, size, seconds, bare = rate(archive)
        gc.collect()
        said = f"{archive.name}: {size:.1f} MB at {size / seconds:.1f} MB/s"
        if format in BOUNDS:
            print(f"  {said}")
            _hold(f"times the bare parse, {format}", seconds / bare, BOUNDS[format])
        else:
            print(f"  {said}, {seconds / bare:.2f} times the bare parse ({format})", flush=True)
    gc.enable()


def _million(folder: Path) -> Path:
    """A WordPress export of a million words, and beside it its posts as one HTML file."""
    made = words.posts(1_000_000)
    archive = folder / "million.xml"
    archive.write_text(words.wxr(made), encoding="utf-8")
    (folder / "million.html").write_text(words.page(made), encoding="utf-8")
    return archive


def _small(folder: Path) -> Path:
    archive = folder / "small.xml"
    archive.write_text(words.wxr(words.posts(50_000)), encoding="utf-8")
    return archive


def _tenth(archive: Path, to: Path) -> None:
    """The archive cut down to about a tenth of its tweets, by months."""
    import json

    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as cut:
        left = 12_900
        for name in sorted(whole.namelist()):
            data = whole.read(name)
            if "/tweets/" in name:
                head, _, body = data.partition(b"=")
                tweets = json.loads(body)[:left]
                left -= len(tweets)
                if not tweets:
                    continue
                data = head + b"=" + json.dumps(tweets).encode()
            cut.writestr(name, data)


def _fresh(archive: Path, folder: Path, runs: int = 1, only: str = "") -> Cost:
    """The cost of a build from nothing, of the bundle too where no formats are named."""
    command = [*BOOKWORKS, str(archive), *(["--only", only] if only else [])]
    found = []
    for number in range(runs):
        floor = folder / f"floor-{number}"
        floor.mkdir()
        found.append(cost(command, floor))
        shutil.rmtree(floor)
    return _least(found)


def _pandoc(
    folder: Path, name: str, format: str, to: str = "docx", *more: str
) -> Callable[[], Cost]:
    import pypandoc

    pandoc = pypandoc.get_pandoc_path()
    command = [pandoc, "--quiet", "-f", format, name, "-o", f"{name}.{to}", *more]
    return lambda: cost(command, folder)


def _in_turns(ours: Callable[[], Cost], peer: Callable[[], Cost]) -> tuple[Cost, Cost]:
    """The costs of both, measured by turns: how fast a machine is can change within a minute."""
    found = [(ours(), peer()) for _ in range(2)]
    return _least([one for one, _ in found]), _least([other for _, other in found])


def _least(found: list[Cost]) -> Cost:
    """The least time, and the most memory."""
    return Cost(min(f.seconds for f in found), max(f.megabytes for f in found))


def _against(ours: Cost, peer: Cost, faster: float) -> None:
    print(f"  bookworks: {_said(ours)}\n  pandoc: {_said(peer)}")
    _hold("times as fast as pandoc", peer.seconds / ours.seconds, faster, least=True)
    _hold("of pandoc's peak memory", ours.megabytes / peer.megabytes, 0.25)


def _said(found: Cost) -> str:
    return f"{found.seconds:.2f} s, {found.megabytes:.0f} MB"


def _hold(what: str, figure: float, bound: float, *, least: bool = False) -> None:
    holds = figure >= bound if least else figure <= bound
    held.append(holds)
    word = "at least" if least else "at most"
    print(f"  {'holds ' if holds else 'FAILS '} {figure:.2f} {what} ({word} {bound:g})", flush=True)


BENCHES: dict[str, Callable[[Path], None]] = {
    "essays": essays,
    "million": million,
    "epub": epub,
    "pdf": pdf,
    "tweets": tweets,
    "outputs": outputs,
    "nothing": nothing,
    "reading": reading,
}

if __name__ == "__main__":
    sys.exit(main())
