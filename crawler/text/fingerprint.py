"""When two texts are one: exact hashes, and sampled word shingles for near duplicates."""

from functools import lru_cache
from hashlib import blake2b

from crawler.text.arabic import words

SHINGLE_WORDS = 3
SAMPLE_ONE_IN = 8  # finds 0.9997 of the pairs with containment of 0.7 and more; one in 16 finds 0.983
_ALL = 64  # shingles: a text of sixty words would have seven, of which a copy of half of it may lack all but one
_SHORT_BODY = 30  # words; two short notices can share a body and differ in the headline alone

# Odd 64-bit constants (the first three of SplitMix64 and MurmurHash3) keep 'a b c' and 'c b a' apart.
_FIRST, _SECOND, _THIRD = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK, _SIGN = 2**64 - 1, 2**63


def content_hash(headline: str, body: str) -> str:
    """32 hexadecimal digits, equal for two spellings of one text.

    Over the folded words of the body, and of the headline too when the body has fewer than 30 words.
    """
    text = _words(body)
    if len(text) < _SHORT_BODY:
        text = (*words(headline), "\n", *text)
    return blake2b(" ".join(text).encode(), digest_size=16).hexdigest()


def shingles(text: str) -> frozenset[int]:
    """Hashes of the word 3-grams of `text`, each a signed 64-bit integer; the same on every machine.

    A text of one or two words is one shingle, an empty text has none.
    """
    hashes = [_word_hash(word) for word in _words(text)]
    if 0 < len(hashes) < SHINGLE_WORDS:
        hashes += [0] * (SHINGLE_WORDS - len(hashes))
    grams = zip(hashes, hashes[1:], hashes[2:], strict=False)
    return frozenset([((a * _FIRST + b * _SECOND + c * _THIRD & _MASK) ^ _SIGN) - _SIGN for a, b, c in grams])


def sampled(hashes: frozenset[int]) -> tuple[int, ...]:
    """The shingles to store for look-up, sorted: those divisible by 8, the same choice in every text.

    All of a short text, so that its copies share two with it; what it shares with a long one is in that one's choice.
    """
    return tuple(sorted(value for value in hashes if len(hashes) <= _ALL or value % SAMPLE_ONE_IN == 0))


@lru_cache(maxsize=8)  # a text is hashed as a whole and in shingles, one after the other
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(text))


@lru_cache(maxsize=1 << 17)  # the vocabulary of a long crawl, about 15 MB
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
