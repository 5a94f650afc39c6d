"""What a server on the network can do that a recording cannot."""

import json
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawler.downloadhandlers.polite import LARGEST_HEADERS
from tests.declared import crawl, site_of, states
from tests.pages import numbered
from tests.running import ON_LOOPBACK, page_outcomes, scrapy


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for loopback that nobody vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return file


def test_a_site_whose_certificate_nobody_vouches_for_is_not_read(tmp_path: Path, certificate: Path) -> None:
    with site_of(1, certificate) as site:
        run = crawl(site, tmp_path)
    assert run.returncode == 1
    assert site.asked == []
    assert "certificate verify failed" in run.stderr


def test_the_operator_can_make_an_exception_which_every_run_says(tmp_path: Path, certificate: Path) -> None:
    (tmp_path / "outlets.toml").write_text("[loopback]\nverify_certificates = false\n")
    with site_of(1, certificate) as site:
        runs = [crawl(site, tmp_path), crawl(site, tmp_path)]
    assert states(tmp_path) == {"/1001": ("stored", 0)}
    for run in runs:
        assert run.returncode == 0, run.stderr
        assert (
            f"WARNING crawler.choices: loopback: certificates are not verified, by {tmp_path}/outlets.toml"
            in run.stderr
        )


def test_a_page_that_is_only_looked_at_is_excepted_too(tmp_path: Path, certificate: Path) -> None:
    choices = tmp_path / "outlets.toml"
    with site_of(1, certificate) as site:
        found = []
        for verify in ("true", "false"):
            choices.write_text(f'["127.0.0.1"]\nverify_certificates = {verify}\n')
            run = scrapy("extract", site.url("/1001"), **ON_LOOPBACK, OUTLETS_FILE=str(choices))
            found.append(json.loads(run.stdout)["outcome"])
    assert found == ["disallowed", "article"]  # its robots.txt cannot be read


def test_headers_without_end_cost_one_page(tmp_path: Path) -> None:
    with site_of(3) as site:
        kind = {"Content-Type": "text/html; charset=utf-8"}
        many = {f"X-{number}": "x" * 1000 for number in range(LARGEST_HEADERS // 1000)}
        few = {f"X-{number}": "x" * 1000 for number in range(100)}
        one = {"X": "x" * 100_000}
        for number, headers in enumerate((many, few, one), start=1001):
            site.routes[f"/{number}"] = 200, kind | headers, numbered(number).encode()
        run = crawl(site, tmp_path, RETRY_ENABLED="0")
    assert run.returncode == 0, run.stderr
    found = page_outcomes(tmp_path / "news.db")
    assert found["/1002"] == ("stored", None)
    assert found["/1001"][0] == found["/1003"][0] == "failed"
    assert "headers are larger than" in (found["/1001"][1] or "")
