"""What a page says of itself in JSON-LD (https://schema.org/NewsArticle), however badly it is written down."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction import lenient_json

Node = dict[str, Any]

_ARTICLE = re.compile(r"(?:\w*article|blogposting|liveblogposting|report|newsitem)\Z", re.IGNORECASE)
_TYPE_NAME = re.compile(r"[^/#:]*\Z")
# A graph as deep as this is an attack or an accident.
_DEPTH = 6


def nodes(scripts: Iterable[HtmlElement]) -> list[Node]:
    """Every object of a page's JSON-LD, on top, in arrays and in @graph; a script that is broken gives what it can."""
    return [
        node
        for script in scripts
        if "ld+json" in script.get("type", "").lower()
        for value in lenient_json.values(script.text or "")
        for node in _flat(value, _DEPTH)
    ]


def types(node: Node) -> set[str]:
    """The lower-case names of a node's types, without 'https://schema.org/' and 'schema:'."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {_type_name(name) for name in names if isinstance(name, str)}


def articles(found: list[Node]) -> list[Node]:
    """The nodes that describe an article, with the nodes that they refer to by @id in place."""
    return resolved(found, lambda names: any(map(is_article, names)))


def resolved(found: list[Node], wanted: Callable[[set[str]], bool]) -> list[Node]:
    """The nodes whose types are `wanted`, with the nodes that they refer to by @id in place."""
    chosen = [node for node in found if wanted(types(node))]
    by_id = (
        {node["@id"]: node for node in found if isinstance(node.get("@id"), str) and len(node) > 1} if chosen else {}
    )
    return [_resolved(node, by_id) for node in chosen]


def is_article(name: str) -> bool:
    """Whether a schema.org type, with or without its address, is an article's."""
    return _ARTICLE.match(_type_name(name)) is not None


def texts(value: Any, *keys: str) -> list[str]:
    """The strings that a property holds: its own, or those of its objects under the first of `keys` that they have."""
    match value:
        case str():
            return [html.unescape(value).strip()] if value.strip() else []
        case list():
            return [text for item in value for text in texts(item, *keys)]
        case dict():
            inner = next((value[key] for key in keys if value.get(key)), None)
            return texts(inner) if isinstance(inner, str | list) else []
    return []


def named(value: Any) -> list[tuple[set[str], str]]:
    """The people and organisations that a property names, each with its types."""
    items = value if isinstance(value, list) else [value]
    return [
        (types(item) if isinstance(item, dict) else set(), name)
        for item in items
        for name in texts(item, "name", "@value", "url")
    ]


def breadcrumbs(found: list[Node]) -> list[str]:
    """The names on the page's BreadcrumbList, from the home page down."""
    for node in found:
        if "breadcrumblist" in types(node) and isinstance(items := node.get("itemListElement"), list):
            steps = [item for item in items if isinstance(item, dict)]
            return [name for item in steps for name in (texts(item.get("name")) or texts(item.get("item"), "name"))[:1]]
    return []


def _type_name(name: str) -> str:
    return _TYPE_NAME.search(name.strip())[0].lower()  # type: ignore[index]  # it can match nothing


def _flat(value: Any, depth: int) -> Iterator[Node]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flat(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        yield from _flat(value.get("@graph"), depth - 1)
        yield from _flat(value.get("mainEntity"), depth - 1)
        yield from _flat(value.get("breadcrumb"), depth - 1)
        if isinstance(page := value.get("mainEntityOfPage"), dict) and len(page) > 2:
            yield from _flat(page, depth - 1)


def _resolved(node: Node, by_id: dict[str, Node]) -> Node:
    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(item) for item in value]
        if isinstance(value, dict) and set(value) <= {"@id", "@type", "name"} and "name" not in value:
            return by_id.get(str(value.get("@id")), value)
        return value

    return {key: follow(value) for key, value in node.items()}
