"""Operations: found by name, loaded, and read for what they take and give.

An operation is a module with a function `run`, whose first argument is a handoff and which gives
one. What else it may say of itself:

    READS = ("recipe:house",)              what it reads besides what it is given
    OF = ("export.epub",)                  the exports whose files it finishes
    def by_volume(bench) -> bool           whether it may be given some volumes of a book only,
                                           to come to the same: then two hands do it at once
    def ahead(book, bench) -> Reckoning    what can be found out before its turn, and is then
                                           given to `run`, which asks for it by its type
    def begin(archives, bench) -> Iterator[Begun]
                                           what a routing's first step can do with archives while
                                           the others are loaded: `run` asks for one piece after
                                           the other by `bench.begun()`, and does without where it
                                           gives none
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.json import Decoder

import pipeline
from pipeline.model import modules
from pipeline.model.account import Account
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError, nearest
from pipeline.model.handoff import Archives, Deliverables, Handoff, Posts
from pipeline.model.manuscript import Manuscript
from pipeline.model.options import Options
from pipeline.model.traveler import Traveler

STATIONS = ("ingest", "clean", "assemble", "style", "export", "inspect", "transmit")
HANDOFFS: tuple[type, ...] = (Archives, Posts, Manuscript, Deliverables)
RECORDS: tuple[type, ...] = (Account, Traveler)
"""What an operation may ask for besides handoffs: the runner draws it up when asked."""


class Ahead(Struct, frozen=True):
    """What an operation can find out before its turn: a function of a handoff, and the kind of its
    answer (of a `begin`: of each piece), by which `run` asks for it."""

    run: Callable[..., Any]
    takes: type[Handoff]
    gives: type[Struct]


class Operation(Struct, frozen=True):
    """One operation, ready to run."""

    name: str  # "clean.links"; of a bespoke one "operations/lighthouse_names.py"
    about: str
    run: Callable[..., Any]
    takes: tuple[tuple[str, type], ...]  # parameter, type; the first is the step before's
    gives: type[Handoff]
    options: type[Options] | None
    reads: tuple[str, ...]
    file: Path
    bespoke: bool = False
    of: tuple[str, ...] = ()  # the exports whose files it finishes; () for all
    by_volume: Callable[[Bench], bool] | None = None  # whether volumes may be done apart
    ahead: Ahead | None = None
    begin: Ahead | None = None

    @property
    def station(self) -> str:
        return self.name.split(".")[0] if not self.bespoke else "bespoke"

    @property
    def asks(self) -> list[type]:
        """What it takes besides what the step before it gave."""
        kinds = [kind for _, kind in self.takes[1:]]
        return [self.ahead.takes if self.foresees(kind) else kind for kind in kinds]  # type: ignore[union-attr]

    def foresees(self, kind: type) -> bool:
        """Whether a kind is that of what it can find out ahead."""
        return self.ahead is not None and kind is self.ahead.gives


def names() -> list[str]:
    """Every shared operation's name, found by looking into the stations."""
    found = []
    for station in STATIONS:
        folder = Path(pipeline.__file__).parent / station
        for name in modules.names([str(folder)]):
            source = folder / f"{name}.py"
            if source.exists() and "\ndef run(" in source.read_text(encoding="utf-8"):
                found.append(f"{station}.{name}")
    return found


def shared(name: str) -> Operation:
    """A shared operation. Raises RecipeError with the nearest name when there is none."""
    station, _, rest = name.partition(".")
    path = Path(pipeline.__file__).parent / station / f"{rest}.py"
    if station not in STATIONS or not path.exists():
        raise RecipeError(f"there is no operation '{name}'", todo=nearest(name, names()))
    return _read(name, importlib.import_module(f"pipeline.{name}"), path, bespoke=False)


def bespoke(name: str, folder: Path) -> Operation:
    """An operation of a book's own: a file of the recipe's folder, by its path there."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or path.suffix != ".py":
        raise RecipeError(
            f"'{name}' is not a Python file of the recipe's folder",
            todo="put it under operations/ beside recipe.yaml",
        )
    if not path.exists():
        near = [p.relative_to(folder).as_posix() for p in folder.glob("operations/*.py")]
        raise RecipeError(f"there is no file '{name}' beside the recipe", todo=nearest(name, near))
    return _read(name, _load(name, path), path, bespoke=True)


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bespoke_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise RecipeError(f"'{name}' cannot be loaded", file=str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where the names of its types are looked up
    # The recipe's folder is not ours to fill with compiled files.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
        Decoder(getattr(module, "Options", Any))  # raises if its types are not to be had
    except (Exception, SystemExit) as error:
        raise RecipeError(
            f"the operation '{name}' cannot be loaded",
            file=str(path),
            place=_line(error, path),
            cause=f"{type(error).__name__}: {error}",
            todo="mend the file, or skip the step in the recipe",
        ) from error
    finally:
        sys.dont_write_bytecode = before
    return module


def _line(error: BaseException, path: Path) -> str:
    """The last line of a file that an error passed through."""
    if isinstance(error, SyntaxError) and error.lineno:
        return f"line {error.lineno}"
    place, trace = "", error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            place = f"line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _read(name: str, module: ModuleType, path: Path, *, bespoke: bool) -> Operation:
    run = getattr(module, "run", None)
    if run is None:
        raise RecipeError(
            f"'{name}' has no run function",
            file=str(path),
            todo="write: def run(posts: Posts, bench: Bench) -> Posts",
        )
    ahead, begin = _ahead(name, module, path, "ahead"), _ahead(name, module, path, "begin")
    takes, gives = _signature(name, run, path, ahead)
    options = getattr(module, "Options", None)
    about = (module.__doc__ or "").strip().split("\n")[0]
    reads = tuple(getattr(module, "READS", ()))
    of = tuple(getattr(module, "OF", ()))
    by_volume = getattr(module, "by_volume", None)
    return Operation(
        name, about, run, takes, gives, options, reads, path, bespoke, of, by_volume, ahead, begin
    )


def _ahead(name: str, module: ModuleType, path: Path, called: str) -> Ahead | None:
    run = getattr(module, called, None)
    if run is None:
        return None
    hints = get_type_hints(run)
    gives, takes = hints.pop("return", None), next(iter(hints.values()), None)
    if called == "begin" and get_origin(gives) is Iterator:
        (gives,) = get_args(gives)
    told = isinstance(gives, type) and issubclass(gives, Struct)
    if takes not in HANDOFFS or not told or (takes is Manuscript and not hasattr(gives, "joined")):
        raise RecipeError(
            f"'{name}' has a function '{called}' that takes no handoff, or gives nothing to "
            "pass on",
            file=str(path),
            todo=f"write: def {called}(archives: Archives, bench: Bench) -> Counted, a msgspec "
            "Struct (of a manuscript, one that can be joined to another), or call it otherwise",
        )
    return Ahead(run, takes, gives)


def _signature(
    name: str, run: Callable[..., Any], path: Path, ahead: Ahead | None
) -> tuple[tuple[tuple[str, type], ...], type[Handoff]]:
    try:
        hints = get_type_hints(run)
    except NameError as error:
        raise RecipeError(
            f"'{name}' names a type that is not there", file=str(path), cause=str(error)
        ) from error
    takes = []
    for parameter in _parameters(run):
        kind = hints.get(parameter)
        known = kind in HANDOFFS + RECORDS or kind is Bench or _is_options(kind)
        known = known or (ahead is not None and kind is ahead.gives)
        if not known or not isinstance(kind, type):
            raise RecipeError(
                f"'{name}' asks for '{parameter}', whose type the shop does not know",
                file=str(path),
                todo="annotate it with "
                + ", ".join(k.__name__ for k in HANDOFFS)
                + ", Options or Bench",
            )
        takes.append((parameter, kind))
    gives = hints.get("return")
    if gives not in HANDOFFS or not takes or takes[0][1] not in HANDOFFS:
        raise RecipeError(
            f"'{name}' must take a handoff first and say which handoff it gives",
            file=str(path),
            todo="write: def run(posts: Posts, bench: Bench) -> Posts",
        )
    return tuple(takes), gives


def _parameters(run: Callable[..., Any]) -> Iterable[str]:
    """The names of a function's parameters."""
    if isinstance(run, FunctionType) and not hasattr(run, "__wrapped__"):
        code = run.__code__
        if not code.co_flags & _VARIABLE:
            return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    import inspect  # only here: it takes some 5 ms to load

    return inspect.signature(run).parameters


_VARIABLE = 0x04 | 0x08
"""Of a code object's flags: it takes *arguments, it takes **options."""


def _is_options(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Options)
