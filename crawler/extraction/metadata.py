"""What a page says of its article where machines read: the outlet's own places, JSON-LD, meta elements, microdata."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.blocks import spaced, text_lines
from crawler.extraction.selectors import select
from crawler.outlet import ArticleRules
from crawler.text.arabic import clean, words

Origin = Literal["rule", "json-ld", "meta", "microdata"]
Field = Literal[
    "headline", "alternative_headline", "description", "authors", "credit", "published", "modified", "section",
    "keywords", "image", "caption", "canonical", "site_name", "body",
]  # fmt: skip
Layer = dict[Field, list[str]]

# The names of meta elements by field, the most telling first: Open Graph (https://ogp.me), Twitter cards, Dublin Core,
# and what Parse.ly, Sailthru and hand-made systems use.
_META: dict[Field, tuple[str, ...]] = {
    "headline": ("og:title", "twitter:title", "dc.title", "title"),
    "description": ("description", "og:description", "twitter:description", "dc.description"),
    "authors": ("article:author", "author", "dc.creator", "parsely-author", "sailthru.author", "byl"),
    "published": (
        "article:published_time", "article:published", "og:published_time", "datepublished", "date", "pubdate",
        "publishdate", "publish-date", "publish_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
        "dc.date.created", "dc.date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
        "article.published", "article.created",
    ),
    "modified": (
        "article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified", "lastmod",
    ),
    "section": ("article:section", "parsely-section", "section"),
    "keywords": ("article:tag", "news_keywords", "parsely-tags", "keywords"),
    "image": ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
    "canonical": ("og:url",),
    "site_name": ("og:site_name", "application-name"),
}  # fmt: skip

# schema.org properties by field, and under which key an object among their values says its name.
_SCHEMA: dict[Field, tuple[str, str]] = {
    "headline": ("headline", "@value"),
    "alternative_headline": ("alternativeHeadline", "@value"),
    "description": ("description", "@value"),
    "authors": ("author", "name"),
    "credit": ("creditText", "name"),
    "published": ("datePublished", "@value"),
    "modified": ("dateModified", "@value"),
    "section": ("articleSection", "name"),
    "keywords": ("keywords", "name"),
    "image": ("image", "url"),
    "site_name": ("publisher", "name"),
    "body": ("articleBody", "@value"),
}
_PROPERTIES = {name.lower(): field for field, (name, _) in _SCHEMA.items() if field not in ("site_name", "body")}


@dataclass(frozen=True, slots=True)
class Layers:
    """Each origin's fields, as found; values are cleaned and never empty."""

    layers: dict[Origin, Layer]
    nodes: list[jsonld.Node]  # all JSON-LD of the page

    def values(self, field: Field, *origins: Origin) -> Iterator[tuple[Origin, str]]:
        """All values of `field`, in the order of `origins` (all of them if none is given), each with its origin."""
        for origin in origins or self.layers:
            for value in self.layers[origin].get(field, ()):
                yield origin, value

    def first(self, field: Field, *origins: Origin) -> str | None:
        """The first value of `field`."""
        return next((value for _, value in self.values(field, *origins)), None)

    def best(self, field: Field) -> list[str]:
        """All values of the first origin that has any."""
        return next((layer[field] for layer in self.layers.values() if layer.get(field)), [])


def read_layers(tree: HtmlElement, rules: ArticleRules) -> Layers:
    """The layers of `tree`, in the order in which they are believed."""
    nodes = jsonld.nodes(tree)
    layers: dict[Origin, Layer] = {
        "rule": _from_rules(tree, rules), "json-ld": _from_jsonld(tree, nodes), "meta": _from_meta(tree),
        "microdata": _from_microdata(tree),
    }  # fmt: skip
    return Layers({origin: _cleaned(layer) for origin, layer in layers.items()}, nodes)


def _cleaned(layer: Layer) -> Layer:
    tidy = {
        field: [
            text
            for text in (clean(value) if field == "body" else " ".join(clean(value).split()) for value in values)
            if text
        ]
        for field, values in layer.items()
    }
    return {field: values for field, values in tidy.items() if values}


def _from_rules(tree: HtmlElement, rules: ArticleRules) -> Layer:
    return {
        "headline": _texts(tree, rules.headline)[:1],
        "published": [_moment(element) for element in select(tree, rules.published)[:1]],
        "authors": _texts(tree, rules.authors),
        "credit": _texts(tree, rules.credit),
        "section": _texts(tree, rules.section)[-1:],
        "keywords": _texts(tree, rules.keywords),
        "caption": _texts(tree, rules.caption)[:1],
    }


def _texts(tree: HtmlElement, selectors: tuple[str, ...]) -> list[str]:
    """The text of each matching element, line by line: a field of two authors has one on each."""
    return [text for element in select(tree, selectors) for text in text_lines(element)]


def _moment(element: HtmlElement) -> str:
    """The machine's form of a date where an element or one within it has one, else what it shows."""
    for inner in element.iter():
        if stamp := inner.get("datetime") or inner.get("content"):
            return str(stamp)
    return spaced(element)


def _from_jsonld(tree: HtmlElement, nodes: list[jsonld.Node]) -> Layer:
    found = jsonld.articles(nodes)
    if not found:
        pages = [
            node for node in nodes if "webpage" in jsonld.types(node)
        ]  # Yoast dates the page when it has no article
        return {field: jsonld.texts(pages[0].get(_SCHEMA[field][0])) for field in _DATES} if pages else {}
    node = max(found, key=lambda node: _likeness(node, tree)) if len(found) > 1 else found[0]
    return {field: jsonld.texts(node.get(name), key, "name", "url", "@value") for field, (name, key) in _SCHEMA.items()}


_DATES: tuple[Field, Field] = ("published", "modified")


def _likeness(node: jsonld.Node, tree: HtmlElement) -> int:
    """How many words a node's headline shares with the page's title: related articles come with JSON-LD too."""
    title = set(words(tree.findtext(".//title") or ""))
    return len(title.intersection(words(" ".join(jsonld.texts(node.get("headline"))))))


def _from_meta(tree: HtmlElement) -> Layer:
    given: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        if name and (content := meta.get("content")):
            given.setdefault(name, []).append(html.unescape(content))  # some systems escape twice
    layer: Layer = {field: [value for name in names for value in given.get(name, ())] for field, names in _META.items()}
    layer["keywords"] = next((given[name] for name in _META["keywords"] if name in given), [])
    canonical = [
        link.get("href", "") for link in tree.iter("link") if "canonical" in link.get("rel", "").lower().split()
    ]
    layer["canonical"] = canonical + layer["canonical"]
    return layer


def _from_microdata(tree: HtmlElement) -> Layer:
    layer: Layer = {}
    for element in tree.iterfind(".//*[@itemprop]"):
        for name in element.get("itemprop", "").lower().split():
            field = _PROPERTIES.get(name)
            if field is not None and _of_article(element):
                layer.setdefault(field, []).append(_microdata(element, field))
    return layer


def _of_article(element: HtmlElement) -> bool:
    """Whether a property belongs to an article, or to nothing that is named, as a meta element in the head does."""
    scope = next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)
    return scope is None or jsonld.is_article(scope.get("itemtype", ""))


def _microdata(element: HtmlElement, field: Field) -> str:
    inner: Any = element.find(".//*[@itemprop='name']") if field == "authors" else None
    element = element if inner is None else inner
    attributes = (
        ("content", "datetime") if field in _DATES else ("content", "src", "href") if field == "image" else ("content",)
    )
    return next((value for name in attributes if (value := element.get(name))), None) or spaced(element)
