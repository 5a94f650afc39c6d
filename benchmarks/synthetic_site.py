"""A made-up news site on loopback, as large as wanted, served from a process of its own.

Its pages have the weight and the shape of real ones: about 100 KB, of which an article of some 400 words is a tenth;
the rest are the cards, menus and scripts that page builders put around it, in divs whose names mean little. Texts are drawn from a fixed list of common words, so they
differ from each other and make no claim.
"""

import asyncio
import contextlib
import json
import multiprocessing
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

WORDS = [
    "في",
    "من",
    "على",
    "إلى",
    "عن",
    "مع",
    "بعد",
    "قبل",
    "خلال",
    "منذ",
    "حتى",
    "بين",
    "تحت",
    "فوق",
    "أمام",
    "حول",
    "ضمن",
    "نحو",
    "عند",
    "ثم",
    "كما",
    "حيث",
    "إذ",
    "قد",
    "لا",
    "مدينة",
    "قرية",
    "طريق",
    "مدرسة",
    "مشفى",
    "سوق",
    "مزرعة",
    "حقل",
    "بئر",
    "شبكة",
    "محطة",
    "جسر",
    "حي",
    "شارع",
    "بلدة",
    "ريف",
    "محافظة",
    "منطقة",
    "معبر",
    "مياه",
    "كهرباء",
    "خبز",
    "قمح",
    "زيتون",
    "قطن",
    "وقود",
    "دواء",
    "بذور",
    "أسمدة",
    "أجور",
    "أسعار",
    "ليرة",
    "دولار",
    "طن",
    "كيلومتر",
    "عام",
    "شهر",
    "يوم",
    "أعلنت",
    "قالت",
    "أوضحت",
    "ذكرت",
    "أضافت",
    "بدأت",
    "انتهت",
    "وصلت",
    "افتتحت",
    "ارتفعت",
    "انخفضت",
    "تشهد",
    "تضم",
    "توفر",
    "تحتاج",
    "يعمل",
    "يعيش",
    "الأهالي",
    "المزارعون",
    "الطلاب",
    "العمال",
    "المديرية",
    "المؤسسة",
    "اللجنة",
    "البلدية",
    "الجمعية",
    "الورشة",
    "الإدارة",
    "المجلس",
    "سوريا",
    "دمشق",
    "حلب",
    "حمص",
    "حماة",
    "إدلب",
    "درعا",
    "اللاذقية",
    "طرطوس",
    "القامشلي",
    "السورية",
    "السوريين",
    "جديدة",
    "قديمة",
    "كبيرة",
    "صغيرة",
    "محلية",
    "زراعية",
    "صحية",
    "تعليمية",
    "خدمية",
    "سابقة",
    "حالية",
    "مقبلة",
    "كاملة",
    "جزئية",
    "يومية",
    "أسبوعية",
]
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


def teaser(draw: random.Random) -> str:
    """One card of the many that surround an article: picture, headline, date, excerpt, in the divs of a page builder."""
    number = draw.randrange(10**6, 10**7)
    day = f"{draw.randrange(1, 29)} شباط 2026"
    return (
        f'<div class="col-lg-3 item"><div class="one-post"><a href="/{number}/story/" class="thumb"><img src="/wp-content/'
        f'uploads/{number}.jpg" alt="{sentence(draw, 4)}" width="300" height="200"></a><div class="item-content"><a href='
        f'"/{number}/story/"><h3>{sentence(draw, 8)}</h3></a><span class="date">{day}</span><div class="excerpt"><p>'
        f"{sentence(draw, 14)}</p></div></div></div></div>"
    )


def script(draw: random.Random) -> str:
    """An inline script as advertising and page builders leave them."""
    settings = {f"slot-{draw.randrange(10**6)}": [draw.random() for _ in range(12)] for _ in range(12)}
    return f"<script>window.config=window.config||[];window.config.push({json.dumps(settings)});</script>"


def article_html(number: int, size: Size) -> str:
    """One article page: a third of its bytes are scripts, half are cards around the article.

    Of five pages, as of the five declared outlets, two give their time to machines and three print it.
    """
    draw = random.Random(number)
    headline = sentence(draw, 9)
    moment = time.gmtime(NEWEST - 60 * number)
    published = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", moment)
    printed = time.strftime("%Y.%m.%d | %H:%M دمشق", moment)
    paragraphs = "\n".join(f"<p>{sentence(draw, 50)}.</p>" for _ in range(size.words // 50))
    linked = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline,
              "datePublished": published, "author": {"@type": "Person", "name": "محرر الموقع"}}  # fmt: skip
    for_machines = (
        f'<meta property="article:published_time" content="{published}">'
        f'<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>'
        if number % 5 < 2
        else ""
    )
    cards: list[str] = []
    scripts: list[str] = []
    weight = len(paragraphs.encode()) + 3_000
    while weight < size.page_bytes:
        kind, piece = (scripts, script(draw)) if len(cards) > 2 * len(scripts) else (cards, teaser(draw))
        kind.append(piece)
        weight += len(piece.encode())
    third = len(cards) // 3
    menu = "".join(f'<li class="menu-item"><a href="/category/{n}/">{sentence(draw, 2)}</a></li>' for n in range(20))
    return f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{headline} - موقع القياس</title>
<link rel="canonical" href="/{number + 100_000}/story/"><meta property="og:title" content="{headline}">
{for_machines}{"".join(scripts[::2])}</head>
<body class="single"><div class="header"><ul class="menu">{menu}</ul><div class="ticker">{"".join(cards[:third])}</div>
</div><div class="container"><div class="row"><div class="col-lg-8"><div class="post single-post">
<h1 class="title">{headline}</h1><div class="meta"><span class="date">{printed}</span></div>
<div class="content-article entry-content">{paragraphs}</div>
<div class="share"><a href="#">شارك</a><a href="#">تويتر</a></div></div>
<div class="related"><h4>مقالات متعلقة</h4>{"".join(cards[third : 2 * third])}</div></div>
<div class="col-lg-4 sidebar"><h4>الأكثر قراءة</h4>{"".join(cards[2 * third :])}</div></div></div>
<div class="footer"><p>جميع الحقوق محفوظة لموقع القياس</p></div>{"".join(scripts[1::2])}</body></html>"""


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


@contextlib.contextmanager
def serve(size: Size, kind: "type[Site] | None" = None) -> Iterator[Served]:
    """Serve a site of `size` on loopback from another process until the block ends; of `kind`, if it is a special one."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(kind or Site, size, theirs), daemon=True
    )
    process.start()
    try:
        yield Served(ours.recv(), ours)
    finally:
        ours.send("stop")
        process.join()


def _serve(kind: "type[Site]", size: Size, control: Connection) -> None:
    asyncio.run(kind(size, control).run())


class Site:
    """As little server as can be: it must not cost what it is there to measure."""

    def __init__(self, size: Size, control: Connection) -> None:
        self.size = size
        self.control = control
        self.asked: list[tuple[str, float]] = []
        self.documents: dict[str, bytes] = {}

    async def run(self) -> None:
        server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.fill(origin)
        self.control.send(origin)
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, self.control.recv) == "requests":
            self.control.send(list(self.asked))

    def fill(self, origin: str) -> None:
        front = '<html lang="ar"><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>'
        html = "text/html; charset=utf-8"
        self.documents = {
            f"/{number + 100_000}/story/": answer(html, article_html(number, self.size))
            for number in range(self.size.articles)
        }
        self.documents["/"] = answer(html, front)
        self.documents["/feed/"] = answer("application/rss+xml", feed(origin, self.size))
        self.documents["/sitemap.xml"] = answer("application/xml", sitemap(origin, self.size))
        self.documents["/robots.txt"] = answer("text/plain", "User-agent: *\nAllow: /\n")

    def document(self, path: str) -> bytes:
        """The whole answer to a request for `path`."""
        return self.documents.get(path, NOT_FOUND)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):  # the client hangs up when it is done
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1].decode("ascii")
                self.asked.append((path, time.time()))
                writer.write(self.document(path))
        writer.close()


def answer(content_type: str, body: str, status: str = "200 OK", headers: str = "") -> bytes:
    """A whole HTTP answer; `headers` are further lines, each ended by CRLF."""
    encoded = body.encode()
    length = f"Content-Type: {content_type}\r\nContent-Length: {len(encoded)}\r\n{headers}\r\n"
    return f"HTTP/1.1 {status}\r\n{length}".encode() + encoded


NOT_FOUND = answer("text/plain", "", "404 Not Found")
