"""fetch-media: what is missing is fetched when asked, from public addresses, within its bounds."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from pipeline.commands.fetch import fetch_media, fetch_media_text
from pipeline.model.errors import UsageError
from pipeline.shop import download
from pipeline.shop.download import Fetcher, Unfetched, is_public
from tests.floor import Floor


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "CANARY-OF-THE-CAMERA"
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
        match self.path.partition("?")[0]:
            case "/red.jpg" | "/red-again.jpg":
                self.answer(200, picture())
            case "/moved.jpg":
                self.answer(302, b"", Location="/red.jpg")
            case "/inward.jpg":
                self.answer(302, b"", Location="http://169.254.169.254/latest/meta-data")
            case "/round.jpg":
                self.answer(302, b"", Location="/round.jpg")
            case "/file.jpg":
                self.answer(302, b"", Location="file:///etc/passwd")
            case "/page.jpg":
                self.answer(200, b"<!doctype html><p>not here")
            case "/huge.jpg":
                self.answer(200, b"x" * 3_000_000)
            case "/drip.jpg":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
                self.wfile.flush()
                stopped.wait(10)
            case _:
                self.answer(404, b"")

    def answer(self, status: int, data: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


asked: list[str] = []
stopped = threading.Event()


@pytest.fixture
def server() -> Iterator[str]:
    asked.clear()
    stopped.clear()
    made = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    made.handle_error = lambda *told: None  # whoever hangs up is meant to
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    stopped.set()
    made.shutdown()


def here(server: str, most: int = 2_000_000) -> Fetcher:
    """A fetcher that may ask the test's own server, and nothing else that is private."""
    port = int(server.rpartition(":")[2])
    return Fetcher(most, allowed=lambda address: address == "127.0.0.1", ports=(port,))


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/none.jpg", "404"),
        ("/huge.jpg", "larger than"),
        ("/round.jpg", "sent on more than 5 times"),
        ("/inward.jpg", "asks for port 80|private network"),
        ("/file.jpg", "no address of the web"),
    ],
)
def test_what_cannot_be_fetched_says_why(server: str, path: str, why: str):
    with pytest.raises(Unfetched, match=why):
        here(server).fetch(server + path)


def test_a_server_that_drips_is_hung_up_on(server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(download, "LONGEST", 0.5)
    with pytest.raises(Unfetched):
        here(server).fetch(server + "/drip.jpg")


def test_a_private_address_is_never_asked(server: str):
    port = int(server.rpartition(":")[2])
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"):
        with pytest.raises(Unfetched, match=r"private network|no such server"):
            Fetcher(1000, ports=(port,)).fetch(f"http://{host}:{port}/red.jpg")
    assert not asked


def test_which_addresses_are_public():
    # fmt: off
    private = ["10.1.2.3", "192.168.0.1", "169.254.169.254", "127.0.0.1", "100.64.0.1", "0.0.0.0",
               "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1",
               "2002:0a00:0001::", "224.0.0.1"]
    # fmt: on
    assert not [address for address in private if is_public(address)]
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_missing_pictures_are_fetched_once_and_go_into_the_book(tmp_path: Path, server: str):
    floor = Floor(tmp_path)
    urls = [f"{server}/{name}.jpg" for name in ("red", "moved", "red-again", "page", "none")]
    floor.post("2022-01-01-pictures", "# Pictures\n\n" + "\n\n".join(f"![a]({u})" for u in urls))
    floor.build()
    found = fetch_media("small", floor.places, most=10, each=1, again=False, quiet=True,
                        fetcher=here(server))  # fmt: skip
    assert len(found["fetched"]) == 3
    assert sorted(one["url"].rpartition("/")[2] for one in found["failed"]) == [
        "none.jpg",
        "page.jpg",
    ]
    files = list((floor.folder / "media").glob("*.jpg"))
    assert len(files) == 1
    assert b"CANARY" not in files[0].read_bytes()
    assert "3 pictures fetched" in fetch_media_text(found)

    before = list(asked)
    again = fetch_media("small", floor.places, most=10, each=1, again=False, quiet=True,
                        fetcher=here(server))  # fmt: skip
    assert asked == before
    assert not again["fetched"]
    assert not again["failed"]

    made = floor.build()
    assert "word/media/" in _names(Path(made.folder) / made.files[0])


def _names(docx: Path) -> str:
    import zipfile

    with zipfile.ZipFile(docx) as package:
        return " ".join(package.namelist())


def test_no_more_is_fetched_than_was_allowed(tmp_path: Path, server: str):
    floor = Floor(tmp_path)
    urls = [f"{server}/red.jpg?{number}" for number in range(5)]
    floor.post("2022-01-01-pictures", "# Pictures\n\n" + "\n\n".join(f"![a]({u})" for u in urls))
    floor.build()
    found = fetch_media("small", floor.places, most=0, each=1, again=False, quiet=True,
                        fetcher=here(server))  # fmt: skip
    assert not found["fetched"]
    assert found["left"] == 5
    assert not asked


def test_a_book_without_a_recipe_is_told_to_have_one(tmp_path: Path):
    floor = Floor(tmp_path)
    with pytest.raises(UsageError, match="no recipe"):
        fetch_media("other", floor.places, most=1, each=1, again=False, quiet=True)
