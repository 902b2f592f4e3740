"""Errors that say what happened, where, why, and what to do next; each class owns an exit code."""

from collections.abc import Iterable


class BookworksError(Exception):
    """The shop cannot go on. `str()` of it is what the person at the terminal reads."""

    exit_code = 1

    def __init__(
        self, message: str, *, file: str = "", place: str = "", cause: str = "", todo: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.place = place
        self.cause = cause
        self.todo = todo

    def __str__(self) -> str:
        between = ", " if self.place.startswith(("line ", "column ", "page ")) else ":"
        where = between.join(part for part in (self.file, self.place) if part)
        lines = [f"{where}: {self.message}" if where else self.message]
        lines += [f"  cause: {self.cause}"] if self.cause else []
        lines += [f"  to do: {self.todo}"] if self.todo else []
        return "\n".join(lines)


class UsageError(BookworksError):
    """The command's words are off."""

    exit_code = 2


class RecipeError(BookworksError):
    """A recipe, routing, house or matter file says something that the shop cannot do."""

    exit_code = 3


class ArchiveError(BookworksError):
    """An archive cannot be read, or not safely."""

    exit_code = 4


class OperationError(BookworksError):
    """An operation raised, or broke the conservation law; nothing it made is used."""

    exit_code = 5


class Refused(BookworksError):
    """An inspection's findings refuse the job."""

    exit_code = 6


class Busy(BookworksError):
    """Another build holds the book."""

    exit_code = 7


class StorageError(BookworksError):
    """The disk is full, read-only or damaged."""

    exit_code = 8


class Fault(BookworksError):
    """Something that the shop did not foresee, told without a traceback."""

    exit_code = 70

    def __init__(self, error: BaseException) -> None:
        trace, place = error.__traceback__, ""
        while trace:
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
            trace = trace.tb_next
        super().__init__(
            "the shop stumbled; what was finished is kept",
            cause=f"{type(error).__name__} at {place}: {error}",
            todo="report this; BOOKWORKS_DEBUG=1 shows where it happened",
        )


class Damaged(StorageError):
    """Bytes of the store are missing or do not have their digest; the shop makes them again."""

    def __init__(self, digest: str, message: str, *, file: str) -> None:
        todo = "run the build again: it will be made again"
        super().__init__(message, file=file, todo=todo)
        self.digest = digest


def nearest(word: str, known: Iterable[str]) -> str:
    """ "did you mean …?" for an unknown word, or the list of what would be right; "" where nothing
    would be."""
    import difflib  # for those who err

    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if close:
        return f"did you mean '{close[0]}'?"
    return "expected one of: " + ", ".join(names) if names else ""
