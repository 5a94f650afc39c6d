"""Bot walls are told from the pages that they stand before, and from pages that speak of them."""

import pytest

from crawler.botwall import bot_wall

CLOUDFLARE = b"""<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>
<noscript>Enable JavaScript and cookies to continue</noscript>
<script>(function(){window._cf_chl_opt={cvId:'3',cZone:"example.com"};var a=document.createElement('script');
a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1';}());</script></body></html>"""
SUCURI = b"""<html><title>You are being redirected...</title><noscript>Javascript is required.</noscript>
<script>var s={},u,c,U,r,i,l=0,a,e=eval,w=String.fromCharCode,sucuri_cloudproxy_js='',S='cz0i';</script></html>"""
INCAPSULA_FRAME = b"""<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head><body>
<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&xinfo=1&incident_id=12">Request unsuccessful. Incapsula
incident ID: 12</iframe></body></html>"""
INCAPSULA_SCRIPT = b'<html><head><script src="/_Incapsula_Resource?SWJIYLWA=5074"></script></head><body></body></html>'
COOKIE_TEST = b"""<html><body><script>document.cookie="__test=1; path=/";location.reload();</script>
This site requires Javascript to work.</body></html>"""
ARTICLE = (
    "<html><head><title>افتتاح سوق جديد</title>%s</head><body><h1>افتتاح سوق جديد</h1><p>"
    + "كلمة " * 200
    + "</p></body></html>"
)


@pytest.mark.parametrize(
    ("name", "status", "headers", "body"),
    [
        ("Cloudflare", 403, {}, CLOUDFLARE),
        ("Cloudflare", 200, {}, CLOUDFLARE),
        ("Cloudflare", 403, {"CF-Mitigated": "challenge"}, b""),
        (
            "Cloudflare",
            503,
            {},
            b"<title>Just a moment...</title><div class='cf-browser-verification'>cloudflare</div>",
        ),
        (
            "Cloudflare",
            403,
            {},
            b"<title>Access denied | example.com used Cloudflare</title><div id=cf-error-details></div>",
        ),
        (
            "DDoS-Guard",
            403,
            {"server": "ddos-guard"},
            b"<html><head><title>DDoS-Guard</title></head><body></body></html>",
        ),
        ("Sucuri", 200, {}, SUCURI),
        ("Imperva Incapsula", 200, {}, INCAPSULA_FRAME),
        ("Imperva Incapsula", 200, {}, INCAPSULA_SCRIPT),
        ("SiteGround", 202, {"sg-captcha": "challenge"}, b""),
        ("a cookie test", 200, {}, COOKIE_TEST),
        (
            "Anubis",
            200,
            {},
            b"<title>Making sure</title><script src='/.within.website/x/cmd/anubis/static/js/main.mjs'></script>",
        ),
    ],
)
def test_a_challenge_is_recognised_whatever_its_status(
    name: str, status: int, headers: dict[str, str], body: bytes
) -> None:
    found = bot_wall(status, headers, body)
    assert found is not None
    assert found.startswith(f"{name}, by its ")


@pytest.mark.parametrize(
    "script",
    [
        '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
        '<script src="/_Incapsula_Resource?SWJIYLWA=719d"></script>',
        "<script>document.cookie='seen=1';if(x)location.reload()</script>",
        "<script>window.sucuri_cloudproxy_js=''</script>",
    ],
)
def test_an_article_behind_a_wall_is_an_article(script: str) -> None:
    assert bot_wall(200, {"server": "cloudflare", "cf-ray": "1"}, (ARTICLE % script).encode()) is None


def test_an_article_about_a_wall_is_an_article() -> None:
    told = ARTICLE.replace("كلمة", "ظهرت عبارة just a moment وكلمة _cf_chl_opt من cloudflare", 3) % ""
    assert bot_wall(200, {}, told.encode()) is None


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (
            404,
            {"server": "nginx"},
            b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>",
        ),
        (
            403,
            {"server": "nginx"},
            b"<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>",
        ),
        (
            403,
            {"server": "cloudflare"},
            b"<html><head><title>403 Forbidden</title></head><body>403 Forbidden</body></html>",
        ),
        (
            404,
            {},
            '<title>الصفحة غير موجودة</title><script>document.cookie="a=1";location.reload()</script>'.encode(),
        ),
        (
            404,
            {},
            b'<title>Not found</title><script src="/_Incapsula_Resource?SWJIYLWA=7"></script><p>No such page here</p>',
        ),
        (
            522,
            {"server": "cloudflare"},
            b"<title>example.com | 522: Connection timed out</title><div id=cf-error-details>",
        ),
        (200, {}, b""),
    ],
)
def test_an_ordinary_refusal_is_no_wall(status: int, headers: dict[str, str], body: bytes) -> None:
    assert bot_wall(status, headers, body) is None


def test_a_large_page_is_no_challenge() -> None:
    assert bot_wall(200, {}, CLOUDFLARE + b"<!--" + b"x" * 200_000 + b"-->") is None
