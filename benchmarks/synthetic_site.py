"""A made-up news site on loopback, as large as wanted, served from a process of its own.

Its pages have the weight and the shape of real ones: about 100 KB, of which an article of some 400 words is a tenth
and navigation, teasers, scripts and styles are the rest. Texts are drawn from a fixed list of common words, so they
differ from each other and make no claim.
"""

import json
import multiprocessing
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection

WORDS = ["في", "من", "على", "إلى", "عن", "مع", "بعد", "قبل", "خلال", "منذ", "حتى", "بين", "تحت", "فوق", "أمام", "حول", "ضمن", "نحو", "عند", "ثم", "كما", "حيث", "إذ", "قد", "لا", "مدينة", "قرية", "طريق", "مدرسة", "مشفى", "سوق", "مزرعة", "حقل", "بئر", "شبكة", "محطة", "جسر", "حي", "شارع", "بلدة", "ريف", "محافظة", "منطقة", "معبر", "مياه", "كهرباء", "خبز", "قمح", "زيتون", "قطن", "وقود", "دواء", "بذور", "أسمدة", "أجور", "أسعار", "ليرة", "دولار", "طن", "كيلومتر", "عام", "شهر", "يوم", "أعلنت", "قالت", "أوضحت", "ذكرت", "أضافت", "بدأت", "انتهت", "وصلت", "افتتحت", "ارتفعت", "انخفضت", "تشهد", "تضم", "توفر", "تحتاج", "يعمل", "يعيش", "الأهالي", "المزارعون", "الطلاب", "العمال", "المديرية", "المؤسسة", "اللجنة", "البلدية", "الجمعية", "الورشة", "الإدارة", "المجلس", "سوريا", "دمشق", "حلب", "حمص", "حماة", "إدلب", "درعا", "اللاذقية", "طرطوس", "القامشلي", "السورية", "السوريين", "جديدة", "قديمة", "كبيرة", "صغيرة", "محلية", "زراعية", "صحية", "تعليمية", "خدمية", "سابقة", "حالية", "مقبلة", "كاملة", "جزئية", "يومية", "أسبوعية"]
# Newest first, a minute apart.
NEWEST = 1772445600  # 2026-03-02T10:00:00Z


@dataclass(frozen=True)
class Size:
    """How large the site is. `page_bytes` is what each article page is padded to."""

    articles: int
    words: int = 400
    page_bytes: int = 100_000


def sentence(draw: random.Random, words: int) -> str:
    """A sentence of `words` words."""
    return " ".join(draw.choices(WORDS, k=words))


def article_html(number: int, size: Size) -> str:
    """One article page."""
    draw = random.Random(number)
    headline = sentence(draw, 9)
    published = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(NEWEST - 60 * number))
    paragraphs = "\n".join(f"<p>{sentence(draw, 50)}.</p>" for _ in range(size.words // 50))
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": published,
        "author": {"@type": "Person", "name": "محرر الموقع"},
    }
    teasers = []
    weight = len(paragraphs.encode()) + 2_000
    while weight < size.page_bytes:
        teaser = (
            f'<li class="teaser"><a href="/{draw.randrange(10**6, 10**7)}/t/"><img src="/i/{draw.random()}.jpg" '
            f'alt=""><h3>{sentence(draw, 8)}</h3></a><script>window.ads=window.ads||[];window.ads.push('
            f'{{"slot":"{draw.random()}","sizes":[[300,250],[728,90]]}});</script></li>'
        )
        teasers.append(teaser)
        weight += len(teaser.encode())
    half = len(teasers) // 2
    return f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{headline} - موقع القياس</title>
<link rel="canonical" href="/{number + 100_000}/story/"><meta property="og:title" content="{headline}">
<meta property="article:published_time" content="{published}">
<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script></head>
<body><header><nav><ul>{"".join(teasers[:half])}</ul></nav></header>
<main><article><h1>{headline}</h1><time datetime="{published}">{published[:10]}</time>
<div class="entry-content">{paragraphs}</div></article>
<aside><h2>الأكثر قراءة</h2><ul>{"".join(teasers[half:])}</ul></aside></main>
<footer><p>جميع الحقوق محفوظة لموقع القياس</p></footer></body></html>"""


def sitemap(origin: str, size: Size) -> str:
    """The sitemap of all articles."""
    entries = "".join(f"<url><loc>{origin}/{number + 100_000}/story/</loc></url>" for number in range(size.articles))
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def feed(origin: str, size: Size) -> str:
    """A feed of the newest twenty."""
    items = "".join(
        f"<item><title>خبر {number}</title><link>{origin}/{number + 100_000}/story/</link></item>"
        for number in range(min(20, size.articles))
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>موقع القياس</title>{items}</channel></rss>'


@dataclass
class Served:
    """A running site: its address, and what it was asked for, path and time in order."""

    origin: str
    _control: Connection

    def requests(self) -> list[tuple[str, float]]:
        """All requests so far as (path, Unix time)."""
        self._control.send("requests")
        answer: list[tuple[str, float]] = self._control.recv()
        return answer


@contextmanager
def serve(size: Size) -> Iterator[Served]:
    """Serve a site of `size` on loopback from another process until the block ends."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(size, theirs), daemon=True)
    process.start()
    try:
        yield Served(ours.recv(), ours)
    finally:
        ours.send("stop")
        process.join()


def _serve(size: Size, control: Connection) -> None:
    asked: list[tuple[str, float]] = []
    documents: dict[str, tuple[str, bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append((self.path, time.time()))
            kind, body = documents.get(self.path, ("", b""))
            self.send_response(HTTPStatus.OK if kind else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        address_family = socket.AF_INET

    with Server(("127.0.0.1", 0), Handler) as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        for number in range(size.articles):
            documents[f"/{number + 100_000}/story/"] = ("text/html; charset=utf-8", article_html(number, size).encode())
        documents["/"] = (
            "text/html; charset=utf-8",
            b'<html lang="ar"><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head>'
            b"<body></body></html>",
        )
        documents["/feed/"] = ("application/rss+xml", feed(origin, size).encode())
        documents["/sitemap.xml"] = ("application/xml", sitemap(origin, size).encode())
        documents["/robots.txt"] = ("text/plain", b"User-agent: *\nAllow: /\n")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        control.send(origin)
        while control.recv() == "requests":
            control.send(list(asked))
        server.shutdown()
