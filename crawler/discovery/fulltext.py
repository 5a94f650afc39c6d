"""Telling the whole text of an article, as some sources carry it, from the summaries that most carry in its place."""

import re

from crawler.discovery.fields import plain

# A report of a line or two has some forty words; what is shorter than this is as likely its summary.
LEAST_WORDS = 50
# What is longer is no article: a source that carries it would fill the memory of the crawl.
MOST_CHARACTERS = 500_000
# How summaries end: WordPress' own mark, dots, an invitation to read on.
_CUT_OFF = re.compile(
    r"(?:\[?(?:…|\.\.\.+)\]?|(?:اقرأ|إقرأ|قراءة|لقراءة|أكمل|متابعة|تابع)[^\n.]{0,40}"
    r"|(?:read|continue)\s+(?:more|reading)[^\n.]{0,60})\W*$",
    re.IGNORECASE,
)
# WordPress signs what it puts into feeds, summaries too: «The post … appeared first on …».
_SIGNATURE = re.compile(
    r"<p[^>]*>\s*(?:The post\b|المقالة?\b|ظهرت المقالة?\b|هذا المقال\b)(?:(?!</p>).){0,1500}?"
    r"(?:appeared first on|أولا?ً?ا? (?:على|في))(?:(?!</p>).){0,600}</p>\s*$",
    re.IGNORECASE | re.DOTALL,
)


def full_text(content: str | None, summary: str | None = None) -> str | None:
    """`content` (HTML) without the signature of its feed, when it is the text of an article; None when it is a summary.

    `summary` is what the source gives as such: a content that says the same is none.
    """
    if not content or len(content) > MOST_CHARACTERS:
        return None
    content = _SIGNATURE.sub("", content).strip()
    text = plain(content)
    if len(text.split()) < LEAST_WORDS or _CUT_OFF.search(text):
        return None
    return None if summary and plain(summary) == text else content
