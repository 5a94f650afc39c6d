"""Web addresses: one spelling for one page, and which hosts a crawler may be sent to."""

import ipaddress
import re
import socket
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Characters; Scrapy asks for no longer address, nor did Internet Explorer. The longest Arabic ones seen have 1,500.
_LONGEST = 2083

# Query parameters that say where a reader came from or how to dress the page, never which page it is.
_TRACKING = re.compile(
    "|".join(
        (
            r"utm_\w+|_g[al]|gcl(?:id|src)|dclid|[gw]braid|msclkid|yclid|usqp",  # search and advertising
            r"fbclid|fb_\w+|mibextid|twclid|ttclid|igsh(?:id)?|ref_src|__twitter_impression",  # social networks
            r"mc_[ce]id|_hsenc|_hsmi|mkt_tok",  # newsletters
            r"at_(?:medium|campaign|custom\d|link_\w+|format|ptr_name|bbc_team)|ns_\w+|ocid",  # BBC
            r"xtor|cmpid|traffic_source|nr_email_referer|replytocom|share|cn-reloaded",  # France 24, CNN, WordPress
            r"amp_\w+|noamp|nonamp|_x_tr_\w+",  # AMP and translation caches
        )
    )
)
_AMP_QUERY = re.compile(r"amp(?:=(?:1|true)?)?|outputType=amp")
_AMP_PREFIX = re.compile(r"\A(?:/+amp)+(?=/|\Z)")
_AMP_SUFFIX = re.compile(r"(?:/+amp)+(/*)\Z")
_FRONT_PAGE = re.compile(r"(?i)/+(?:ar/*)?(?:(?:home|index(?:\.\w+)?|default\.aspx?)/*)?")

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, 2.3
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f.:]+\]")  # once decoded: 'a%2Fb' would name another host when read again
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
_PATH_SAFE = "/:@!$&'()*+,;=%"
_QUERY_SAFE = _PATH_SAFE + "?"


class _Parts(NamedTuple):
    scheme: str
    host: str  # with its port, unless that is the scheme's own
    path: str
    query: str


def normalise(url: str) -> str:
    """The canonical spelling of `url`; idempotent. What is no http or https URL comes back stripped.

    Lower-case scheme and host (Arabic domains in their IDNA form); no credentials, default port, fragment, dot
    segments, tracking parameters or AMP marks; percent-encoding as RFC 3986 (6.2.2) would have it. The scheme is kept.
    """
    parts = _parts(url)
    if parts is None:
        return url.strip()
    return f"{parts.scheme}://{parts.host}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def is_address(url: str) -> bool:
    """Whether `url` is one that a request can be sent to: http or https, a host, a port that there is, not too long."""
    return len(url) <= _LONGEST and _parts(url) is not None


def url_key(url: str) -> str:
    """32 hexadecimal digits that identify the page at `url`: its normal form without scheme, 'www.' and last slash."""
    parts = _parts(url)
    if parts is None:
        return _digest(url.strip())
    return _digest(f"{parts.host.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}")


def number_key(slug: str, number: str) -> str:
    """32 hexadecimal digits that identify article `number` of the outlet `slug`, whatever its address."""
    return _digest(f"{slug}#{number}")  # a '#' is in no URL's key


def is_front_page(url: str) -> bool:
    """Whether `url` is where a site receives its readers, in Arabic or in no language."""
    parts = _parts(url)
    return parts is not None and not parts.query and _FRONT_PAGE.fullmatch(parts.path) is not None


def is_public_host(host: str) -> bool:
    """Whether `host` may be a machine on the public internet, by its name alone.

    False for 'localhost', names without a dot, and addresses that are not globally reachable, in any spelling that
    the C library accepts (127.1, 0x7f000001, 2130706433). A public name can still resolve to a private address.
    """
    try:
        name = _idna(host.strip().strip("[]").lower()).rstrip(".")  # IDNA makes plain dots of '。'
        address = _address(name)
    except ValueError:
        return False
    if address is None:
        return "." in name and not name.endswith((".localhost", ".local", ".internal", ".home.arpa"))
    return address.is_global and not address.is_multicast


def _parts(url: str) -> _Parts | None:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = _idna(unquote(parts.hostname or "").lower()).rstrip(".")
    except ValueError:
        return None
    if "[" in parts.netloc:
        host = f"[{host}]"
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host):
        return None
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return _Parts(parts.scheme, host, _path(parts.path), _query(parts.query))


def _idna(host: str) -> str:
    if host.isascii():
        return host
    return host.encode("idna").decode("ascii")  # RFC 3490; raises UnicodeError, which is a ValueError


def _path(path: str) -> str:
    path = _without_dots(_escaped(path, _PATH_SAFE))
    path = _AMP_SUFFIX.sub(r"\1", _AMP_PREFIX.sub("", path))
    return path or "/"


def _query(query: str) -> str:
    fields = (_escaped(field, _QUERY_SAFE) for field in query.split("&"))
    return "&".join(field for field in fields if field and not _is_noise(field))


def _is_noise(field: str) -> bool:
    return bool(_TRACKING.fullmatch(field.partition("=")[0]) or _AMP_QUERY.fullmatch(field))


def _escaped(text: str, safe: str) -> str:
    """Percent-encoding unified: upper-case digits, unreserved characters plain, everything outside ASCII as UTF-8."""
    text = _ESCAPE.sub(_unified_escape, re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text))
    return quote(text, safe=safe, errors="replace")


def _unified_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4, on an absolute path."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    ends_open = path.endswith(("/.", "/.."))
    return "/" + "/".join(kept) + ("/" if ends_open and kept else "")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if ":" in name:
        address = ipaddress.IPv6Address(name.partition("%")[0])
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    if re.search(r"(?:\A|\.)(?:\d+|0x[0-9a-f]*)\Z", name):  # WHATWG: a host whose last label is a number is IPv4
        try:
            return ipaddress.IPv4Address(socket.inet_aton(name))
        except OSError:
            raise ValueError(f"{name!r} is neither a host name nor an IPv4 address") from None
    return None


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
