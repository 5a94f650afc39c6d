"""What a page says of its article in the attributes of its elements: microdata (https://schema.org) and RDFa.

Only the few properties that an article's fields need are read, each once. RDFa is read as Drupal 7 and 8 print it and
as RDFa Lite has it: names with well-known prefixes, or schema.org's bare.
"""

from collections.abc import Iterable
from typing import Literal

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.blocks import spaced
from crawler.extraction.outline import Outline
from crawler.text.arabic import words

Origin = Literal["rule", "json-ld", "meta", "microdata", "rdfa"]
Field = Literal[
    "headline", "alternative_headline", "description", "authors", "organisations", "credit", "published", "modified",
    "section", "keywords", "site_keywords", "image", "caption", "image_credit", "canonical", "og_url", "site_name",
    "body",
]  # fmt: skip
Layer = dict[Field, list[str]]

# schema.org properties by field, and under which key an object among their values says its name.
SCHEMA: dict[Field, tuple[str, str]] = {
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
_MICRODATA = {name.lower(): field for field, (name, _) in SCHEMA.items() if field not in ("site_name", "body")}
# The same in RDFa, whose names come with the prefix of their vocabulary; 'schema:' and none mean schema.org.
_RDFA: dict[str, Field] = _MICRODATA | {
    "datecreated": "published", "dc:title": "headline", "dc:date": "published", "dc:created": "published",
    "dc:issued": "published", "dc:modified": "modified", "dc:creator": "authors", "dc:description": "description",
    "dc:abstract": "description", "dc:source": "credit", "sioc:has_creator": "authors", "skos:preflabel": "keywords",
    "article:author": "authors", "article:section": "section", "article:published_time": "published",
    "og:title": "headline",
}  # fmt: skip
# Where the value of a property that is a thing stands within it, and in which attributes one that is not.
_INNER: dict[Field, frozenset[str]] = {
    "authors": frozenset({"foaf:name", "schema:name", "name"}),
    "image": frozenset({"url", "contenturl", "schema:url"}),
}
_ATTRIBUTES: dict[Field, tuple[str, ...]] = {
    "published": ("content", "datetime"), "modified": ("content", "datetime"),
    "image": ("content", "src", "resource", "href"),
}  # fmt: skip
# Of what a resource may be that carries an article's properties; a comment is a sioc:Post too, and says so.
_DOCUMENTS = frozenset({"sioc:item", "foaf:document", "sioc:post", "sioct:blogpost", "schema:webpage", "webpage"})


def likeness(headlines: Iterable[str], title: str) -> int:
    """How many words headlines share with the page's title: related articles come with their own properties."""
    return len(set(words(title)).intersection(words(" ".join(headlines))))


def from_microdata(outline: Outline) -> Layer:
    """The microdata of the page's article, and what belongs to nothing that is named, as in the head."""
    scopes: dict[HtmlElement | None, Layer] = {}
    for element in outline.properties:
        for name in (element.get("itemprop") or "").lower().split():
            if field := _MICRODATA.get(name):
                scope = next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)
                if field == "authors" and "organization" in element.get("itemtype", "").lower():
                    field = "organisations"
                if scope is None or jsonld.is_article(scope.get("itemtype", "")):
                    scopes.setdefault(scope, {}).setdefault(field, []).append(_said(element, field, "itemprop"))
    return _of_this_article(scopes, outline.title)


def from_rdfa(outline: Outline) -> Layer:
    """The RDFa of the page's article."""
    scopes: dict[HtmlElement | None, Layer] = {}
    for element in outline.properties:
        names = (element.get("property") or "").lower().split()
        names += [name for name in (element.get("rel") or "").lower().split() if ":" in name]  # rel="author" is HTML's
        for field in dict.fromkeys(_RDFA.get(_prefixed(name)) for name in names):
            if field is None:
                continue
            scope = _resource(element)
            if scope is None and element.tag != "meta":
                continue  # Drupal's lists of other articles print their days so; the article has a resource
            if field == "keywords" and scope is not None and "skos" in scope.get("typeof", ""):
                scope = _resource(scope)
            if scope is None or _is_document(scope.get("typeof", "")):
                scopes.setdefault(scope, {}).setdefault(field, []).append(_said(element, field, "property"))
    return _of_this_article(scopes, outline.title)


def _prefixed(name: str) -> str:
    for prefix, short in (
        ("schema:", ""),
        ("http://schema.org/", ""),
        ("https://schema.org/", ""),
        ("dcterms:", "dc:"),
    ):
        if name.startswith(prefix):
            return short + name.removeprefix(prefix)
    return name


def _resource(element: HtmlElement) -> HtmlElement | None:
    return next((outer for outer in element.iterancestors() if outer.get("typeof")), None)


def _is_document(types: str) -> bool:
    names = types.lower().split()
    return not any("comment" in name for name in names) and any(
        name in _DOCUMENTS or jsonld.is_article(name) for name in names
    )


def _of_this_article(scopes: dict[HtmlElement | None, Layer], title: str) -> Layer:
    """The properties of the resource whose headline is the page's, else of the first, and those of no resource."""
    named = [layer for scope, layer in scopes.items() if scope is not None]
    own = max(named, key=lambda layer: likeness(layer.get("headline", ()), title)) if named else {}
    loose = scopes.get(None, {})
    return {
        field: [*own.get(field, ()), *loose.get(field, ())] for field in (*own, *(f for f in loose if f not in own))
    }


def _said(element: HtmlElement, field: Field, attribute: str) -> str:
    """What `element` says of `field`: to machines, else to readers; of an author the name that stands within."""
    if field in _INNER:
        for inner in element.iterdescendants():
            if (inner.get(attribute) or "").lower() in _INNER[field]:
                return inner.get("content") or inner.get("src") or inner.get("href") or spaced(inner)
    if field == "authors" and element.get("rel"):
        return ""  # Drupal sets its date on the element that leads to the author
    found = next((value for name in _ATTRIBUTES.get(field, ("content",)) if (value := element.get(name))), None)
    return found or ("" if field == "image" else spaced(element))
