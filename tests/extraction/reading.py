"""Pages for the tests of extraction, and their reading with an outlet of which nothing but its zone matters."""

from dataclasses import replace
from datetime import UTC, datetime

from lxml.html import HtmlElement

from crawler.extraction import Article, NoArticle, Page, extract
from crawler.extraction.document import parse
from crawler.outlet import ArticleRules, Outlet

FETCHED_AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
URL = "https://www.paper.example/news/17"
HEADLINE = "بلدية سلمية تبدأ صيانة شبكة المياه في الأحياء الشرقية"
STORY = (
    "بدأت ورشات البلدية في مدينة سلمية بريف حماة أعمال صيانة شبكة مياه الشرب في الأحياء الشرقية، بعد شكاوى من الأهالي.",
    "وقالت البلدية إن الأعمال تشمل استبدال ثلاثة كيلومترات من الأنابيب القديمة، وإنها تنتهي قبل نهاية الشهر المقبل.",
    "وأضافت أن المياه ستوزع بالصهاريج على الأحياء التي تتوقف فيها الشبكة، وأن الجدول معلق في مبنى البلدية.",
)
OTHERS = (
    "افتتاح معرض الزهور السنوي في حديقة تشرين",
    "سكان جرمانا يطالبون بزيادة عدد الحافلات على الخط",
    "أسعار الخضار في سوق الهال ترتفع مع بداية الشهر",
    "انطلاق بطولة الجامعات لكرة السلة في حلب غدا",
)
OUTLET = Outlet(
    slug="paper", name_ar="الجريدة", name_en="The Paper", domains=("paper.example",), country="SY",
    time_zone="Asia/Damascus",
)  # fmt: skip


def paragraphs(*lines: str) -> str:
    """Each line a paragraph."""
    return "".join(f"<p>{line}</p>" for line in lines)


def links(tag: str = "li") -> str:
    """Links to other articles, each in an element."""
    return "".join(f'<{tag}><a href="/{number}">{title}</a></{tag}>' for number, title in enumerate(OTHERS))


def document(body: str, head: str = "", title: str = f"{HEADLINE} - الجريدة", classes: str = "") -> str:
    """A page with the menu, the sidebar and the footer that every page has."""
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body class="{classes}"><header><nav><a href="/">الرئيسية</a> <a href="/s">سياسة</a></nav></header>{body}'
        f"<aside><h3>الأكثر قراءة</h3><ul>{links()}</ul></aside><footer>جميع الحقوق محفوظة</footer></body></html>"
    )


def story(body: str = paragraphs(*STORY), above: str = "", head: str = "", **page: str) -> str:
    """An article page: `above` stands between the headline and the body."""
    return document(f'<article><h1>{HEADLINE}</h1>{above}<div class="text">{body}</div></article>', head, **page)


def result(
    html: str | bytes, rules: ArticleRules | None = None, url: str = URL, outlet: Outlet = OUTLET, **page: str
) -> Article | NoArticle:
    """What extraction makes of a page."""
    outlet = replace(outlet, rules=(rules,)) if rules else outlet
    return extract(Page(url, html.encode() if isinstance(html, str) else html, FETCHED_AT, **page), outlet)


def read(
    html: str | bytes, rules: ArticleRules | None = None, url: str = URL, outlet: Outlet = OUTLET, **page: str
) -> Article:
    """The article on a page that must carry one."""
    found = result(html, rules, url, outlet, **page)
    assert isinstance(found, Article), found
    return found


def body(html: str, rules: ArticleRules | None = None) -> list[str]:
    """The paragraphs of the article on a page."""
    return read(html, rules).body.split("\n\n")


def tree(html: str) -> HtmlElement:
    """The parsed page."""
    parsed = parse(html)
    assert parsed is not None
    return parsed
