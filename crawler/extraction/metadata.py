"""What a page says of its article where machines read, layer by layer: the outlet's own places, JSON-LD, meta elements,
microdata, RDFa."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.blocks import spaced, text_lines
from crawler.extraction.outline import Outline
from crawler.extraction.properties import SCHEMA, Field, Layer, Origin, from_microdata, from_rdfa, likeness
from crawler.extraction.selectors import select
from crawler.outlet import ArticleRules
from crawler.text.arabic import clean

__all__ = ("Field", "Layers", "Origin", "read_layers")

# The names of meta elements by field, the most telling first: Open Graph (https://ogp.me), Twitter cards, Dublin Core,
# and what Parse.ly, Sailthru and hand-made systems use.
_META: dict[Field, tuple[str, ...]] = {
    "headline": ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title"),
    "description": ("description", "og:description", "twitter:description", "dc.description", "dcterms.description"),
    "authors": (
        "article:author", "article:author_name", "og:article:author", "author", "dc.creator", "dcterms.creator",
        "parsely-author", "sailthru.author", "byl",
    ),
    "credit": ("dc.source", "dcterms.source", "syndication-source-name", "source"),
    "published": (
        "article:published_time", "article:published", "og:published_time", "datepublished", "date", "pubdate",
        "publishdate", "publish-date", "publish_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
        "dc.date.created", "dc.date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
        "article.published", "article.created",
    ),
    "modified": (
        "article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified", "lastmod",
    ),
    "section": ("article:section", "og:article:section", "parsely-section", "section", "dc.subject.section"),
    "keywords": ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "dc.subject"),
    "site_keywords": ("keywords",),
    "image": ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
    "og_url": ("og:url",),
    "site_name": ("og:site_name", "application-name"),
}  # fmt: skip

# What Twitter's cards call the label beside the author's name; Yoast prints it.
_WRITTEN_BY = frozenset({"written by", "كُتب بواسطة", "كتب بواسطة", "الكاتب", "بواسطة"})
_ORGANISATIONS = frozenset({"organization", "newsmediaorganization", "corporation", "website"})
_DATES: tuple[Field, Field] = ("published", "modified")


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


def read_layers(outline: Outline, rules: ArticleRules) -> Layers:
    """The layers of a page, in the order in which they are believed."""
    tree, nodes = outline.tree, jsonld.nodes(outline.scripts)
    layers: dict[Origin, Layer] = {
        "rule": _from_rules(tree, rules), "json-ld": _from_jsonld(nodes, outline.title), "meta": _from_meta(outline),
        "microdata": from_microdata(outline), "rdfa": from_rdfa(outline),
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


def _from_jsonld(nodes: list[jsonld.Node], title: str) -> Layer:
    names = [name for node in nodes if jsonld.types(node) & _ORGANISATIONS for name in jsonld.texts(node.get("name"))]
    fields: tuple[Field, ...] = tuple(SCHEMA)
    nodes_of_article = jsonld.articles(nodes)
    if not nodes_of_article:  # Yoast dates the page, and names its author, when it has no article
        fields = (*_DATES, "authors")
        nodes_of_article = jsonld.resolved(nodes, lambda types: "webpage" in types)[:1]
    if not nodes_of_article:
        return {"site_name": names}
    node = max(nodes_of_article, key=lambda node: likeness(jsonld.texts(node.get("headline")), title))
    layer: Layer = {}
    for field in fields:
        name, key = SCHEMA[field]
        layer[field] = jsonld.texts(node.get(name), key, "name", "url", "contentUrl", "@value")
    people = jsonld.named(node.get("author"))
    layer["authors"] = [name for types, name in people if not types & _ORGANISATIONS]
    layer["organisations"] = [name for types, name in people if types & _ORGANISATIONS]
    layer["site_name"] = layer.get("site_name", []) + names
    image = node.get("image")
    if isinstance(image := image[0] if isinstance(image, list) and image else image, dict):
        layer["caption"] = jsonld.texts(image.get("caption"))
        credits = (jsonld.texts(image.get(key), "name") for key in ("creditText", "copyrightHolder", "creator"))
        layer["image_credit"] = next((credit for credit in credits if credit), [])
    return layer


def _from_meta(outline: Outline) -> Layer:
    given: dict[str, list[str]] = {}
    for meta in outline.metas:
        if content := meta.get("content"):
            content = html.unescape(content)  # some systems escape twice
            # `property` may hold several names, as RDFa has it, and some have `name` where `property` is meant.
            for name in (*meta.get("property", "").lower().split(), meta.get("name", "").strip().lower()):
                if name:
                    given.setdefault(_dotted(name), []).append(content)
    layer: Layer = {field: [value for name in names for value in given.get(name, ())] for field, names in _META.items()}
    layer["keywords"] = next((given[name] for name in _META["keywords"] if name in given), [])
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if clean(given.get(label, [""])[0]).lower() in _WRITTEN_BY:
            layer["authors"] += given.get(data, [])
    links = (link for link in outline.links if "canonical" in link.get("rel", "").lower().split())
    layer["canonical"] = [link.get("href", "") for link in links]
    return layer


def _dotted(name: str) -> str:
    """Dublin Core's names as HTML has them, 'dc.date'; some write them as RDFa does, 'dc:date'."""
    return name.replace(":", ".", 1) if name.startswith(("dc:", "dcterms:")) else name
