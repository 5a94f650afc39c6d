"""An outlet as a declaration: who it is, where it announces articles, and how to read its pages."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS, Atom, RDF or JSON feed. `guess` marks an address that no evidence supports; it is asked last."""

    url: str
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, news sitemap or sitemap index, plain or gzipped (sitemaps.org protocol 0.9).

    `{yyyy}`, `{mm}` and `{dd}` in the URL make it one sitemap a day, asked for from the newest day back.
    """

    url: str
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A listing page. `{page}` in the URL is the pager's number, counted from `first_page`; without it, the listing is
    followed by its own link to what is older."""

    url: str
    links: str  # CSS selector of the article links
    first_page: int = 1
    guess: bool = False


@dataclass(frozen=True, slots=True)
class WordPressApi:
    """The posts collection of a WordPress site, `.../wp-json/wp/v2/posts`."""

    url: str
    guess: bool = False


# Zones by the top level domains of countries that have but one: what an outlet that nobody declared prints.
ZONES_BY_COUNTRY = {
    "sy": "Asia/Damascus", "lb": "Asia/Beirut", "jo": "Asia/Amman", "iq": "Asia/Baghdad", "ps": "Asia/Hebron",
    "eg": "Africa/Cairo", "sa": "Asia/Riyadh", "kw": "Asia/Kuwait", "qa": "Asia/Qatar", "bh": "Asia/Bahrain",
    "ae": "Asia/Dubai", "om": "Asia/Muscat", "ye": "Asia/Aden", "sd": "Africa/Khartoum", "ly": "Africa/Tripoli",
    "tn": "Africa/Tunis", "dz": "Africa/Algiers", "ma": "Africa/Casablanca", "mr": "Africa/Nouakchott",
    "so": "Africa/Mogadishu", "tr": "Europe/Istanbul", "ir": "Asia/Tehran",
}  # fmt: skip

Source = Feed | Sitemap | Section | WordPressApi


@dataclass(frozen=True, slots=True)
class ArticleRules:
    """Where things stand on an outlet's article pages. Selectors are CSS; the first that matches wins.

    Every field may be empty: the generic extractor lies under every rule, so that a redesign costs some quality and
    not the article. `until` dates a rule: it reads pages published before that day, and the last rule has none.
    """

    until: date | None = None
    body: tuple[str, ...] = ()  # the container of the story
    headline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()  # an element whose text, or datetime or content attribute, is the date
    authors: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()  # an element such as 'إسطنبول ـ وكالات'
    section: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()  # of the lead image
    keywords: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()  # cut from the page before the body is read
    boilerplate: tuple[str, ...] = ()  # a paragraph that starts with one of these is cut
    cut_after: tuple[str, ...] = ()  # a paragraph that starts with one of these ends the story
    caption_first: bool = False  # the story's first line, when no full stop ends it, is the lead image's caption


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher. `article_url` is searched in the percent-decoded path and query of a URL.

    A group named `id` in `article_url` is the outlet's own article number: two addresses with one number are one
    article. Groups named `year` (two digits or four), `month`, `day`, `hour` and `minute` are when it was published.
    """

    slug: str
    name_ar: str
    name_en: str
    domains: tuple[str, ...]  # registrable names or subdomains; 'www.' is understood
    country: str  # ISO 3166-1 alpha-2, where its newsroom's public is: SY for an outlet about home
    time_zone: str | None  # IANA name of the zone its pages print; None when nobody knows it
    sources: tuple[Source, ...] = ()
    article_url: str = ""  # empty: any page may be an article
    rules: tuple[ArticleRules, ...] = (ArticleRules(),)
    publisher_group: str | None = None
    month_first: bool | None = None  # whether 05/06/2020 means the 6th of May; None leaves it to the page

    @classmethod
    def undeclared(cls, domain: str, country: str = "XX", time_zone: str | None = None, article_url: str = "") -> Self:
        """An outlet of which nothing is known but its site. XX is the user-assigned code for no country.

        Without `time_zone` it is in the zone of its domain's country, if the domain has one and that one zone.
        """
        return cls(
            slug=domain,
            name_ar=domain,
            name_en=domain,
            domains=(domain,),
            country=country,
            time_zone=time_zone or ZONES_BY_COUNTRY.get(domain.rpartition(".")[2].lower()),
            article_url=article_url,
        )

    @property
    def zone(self) -> ZoneInfo:
        """The outlet's time zone; UTC when nobody knows it."""
        return ZoneInfo(self.time_zone or "UTC")

    def also_at(self, domain: str) -> Self:
        """The outlet with one domain more, as after a move that the operator agreed to."""
        return self if domain in self.domains else replace(self, domains=(*self.domains, domain))

    def owns(self, url: str) -> bool:
        """Whether `url` is on one of the outlet's domains."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return host in self.domains

    def is_article(self, url: str) -> bool:
        """Whether `url` is on the outlet's domains and has the form of an article's address."""
        return self.owns(url) and re.search(self.article_url, path_and_query(url)) is not None

    def article_number(self, url: str) -> str | None:
        """The outlet's own number of the article at `url`, where its addresses carry one."""
        match = re.search(self.article_url, path_and_query(url)) if self.owns(url) else None
        return match.groupdict().get("id") if match else None

    def rules_on(self, day: date | None) -> ArticleRules:
        """The rules for a page published on `day`; today's when the day is not known."""
        for rules in self.rules:
            if rules.until is None or (day is not None and day < rules.until):
                return rules
        return self.rules[-1]


def path_and_query(url: str) -> str:
    """The percent-decoded path and query of `url`: what article patterns are written against."""
    parts = urlsplit(url)
    return unquote(parts.path) + (f"?{unquote(parts.query)}" if parts.query else "")
