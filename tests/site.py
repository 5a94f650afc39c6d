"""A web site on loopback for tests of what only a real server can do: hang, hang up, redirect, pour out megabytes.

with LoopbackSite({"/": page("<p>…"), "/old": redirect("/"), "/slow": Fault.HANG}) as site:
    fetch(site.url("/old"))
    assert site.paths == ["/old", "/"]
"""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

# Status, headers, body. A body that comes in pieces is sent chunked, without its length.
Answer = tuple[int, Mapping[str, str], bytes | Iterable[bytes]]


class Fault(Enum):
    """What a server does instead of answering."""

    HANG = auto()  # takes the request and stays silent until the site closes
    DROP = auto()  # closes the connection without a word
    CUT_OFF = auto()  # promises 1,000 bytes and closes after ten


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in; the names of the headers in lower case."""

    path: str  # with its query, as sent
    headers: Mapping[str, str]


Route = Answer | Fault | Callable[[Asked], Answer | Fault]


def page(body: str | bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """An answer with status 200. Further headers by name, with _ for -: `page(html, etag='"1"')`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return 200, {"Content-Type": content_type, **named}, body.encode() if isinstance(body, str) else body


def redirect(location: str, status: int = 301) -> Answer:
    """A redirect; to itself it is a loop."""
    return status, {"Location": location}, b""


def pouring(size: int, start: bytes = b"<p>") -> Route:
    """A page of `size` bytes that comes in pieces and does not say how long it is."""

    def pieces() -> Iterable[bytes]:
        yield start
        for sent in range(len(start), size, 1 << 16):
            yield b"x" * min(1 << 16, size - sent)

    return lambda asked: (200, {"Content-Type": "text/html"}, pieces())


def gzip_bomb(size: int, start: bytes = b"<p>") -> Answer:
    """A page of a thousandth of `size` that unpacks to `size` bytes."""
    body = gzip.compress(start + b"x" * (size - len(start)))
    return 200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, body


class LoopbackSite:
    """Serves `routes` (path with query, as sent, to what is answered) on a port of 127.0.0.1; else 404.

    An answer with an ETag becomes a 304 for a request that has it. `asked` lists every request in order. With a file
    that holds a certificate and its key, it is an https site.
    """

    def __init__(self, routes: Mapping[str, Route] | None = None, certificate: Path | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._server = _Server(self)
        self._scheme = "http"
        if certificate:
            self._scheme = "https"
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate)
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop at once: hanging requests are let go and open connections closed before the threads are joined."""
        self.closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        """Host and port, as in a URL."""
        return f"127.0.0.1:{self._server.server_port}"

    def url(self, path: str = "/") -> str:
        """The address of a path of the site."""
        return f"{self._scheme}://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]

    def answer(self, asked: Asked) -> Answer | Fault:
        """What the site answers to a request, which is noted."""
        self.asked.append(asked)
        route = self.routes.get(asked.path, (404, {"Content-Type": "text/plain"}, b"not here"))
        answer = route(asked) if callable(route) else route
        if isinstance(answer, Fault):
            return answer
        etag = {name.lower(): value for name, value in answer[1].items()}.get("etag")
        return (304, {"ETag": etag}, b"") if etag and asked.headers.get("if-none-match") == etag else answer


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # joined when the site closes
    request_queue_size = 64

    def __init__(self, site: LoopbackSite) -> None:
        self.site = site
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other side was faster
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        answer = site.answer(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        try:
            if isinstance(answer, Fault):
                self.close_connection = True
                self._misbehave(answer)
            else:
                self._send(*answer)
        except OSError:  # the client had enough
            self.close_connection = True

    def _misbehave(self, fault: Fault) -> None:
        if fault is Fault.HANG:
            self.server.site.closing.wait()
        elif fault is Fault.CUT_OFF:
            self._send(200, {"Content-Type": "text/html", "Content-Length": "1000"}, b"ten bytes.")

    def _send(self, status: int, headers: Mapping[str, str], body: bytes | Iterable[bytes]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if isinstance(body, bytes):
            if "Content-Length" not in headers and status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in body:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: `asked` tells."""
