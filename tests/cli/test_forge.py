"""Keys from a forge: one request over https, to a server on this machine with its own CA."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from answerable.cli import forge, main
from samples import ANNA, person_text, write, write_sample

SCRIPT = Path(sys.executable).with_name("answerable")
ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAdewDS5mujMiSnwKJ3t1oR8CJ6endZEQ4aODRmvnwKK"
OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEoD0vlMrkJyynSxoNaruXUtXC53g4IFV+mVjJqAtdSn"


class Forge(ThreadingHTTPServer):
    """A server that remembers what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []

    @property
    def base(self) -> str:
        return f"https://localhost:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Forge

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name = self.path.removesuffix(".keys").rpartition("/")[2]
        code, body = {
            "anna": (200, f"{ED25519} anna@laptop\n"),
            "two": (200, f"{ED25519}\n{OTHER}\nssh-rsa AAAAB3NzaC1yc2E= old\n"),
            "api": (200, json.dumps([{"id": 1, "key": ED25519, "title": "laptop"}])),
            "none": (200, "\n"),
            "page": (200, "<!doctype html><title>Sign in</title>"),
            "broken": (200, '[{"id": 1}]'),
            "large": (200, "#" * 300_000),
            "moved": (302, ""),
            "busy": (429, ""),
            "ill": (500, ""),
            "slow": (200, ""),
        }.get(name, (404, ""))
        self.send_response(code)
        if name == "moved":
            self.send_header("Location", "https://elsewhere.example/\x1b[2J")
        self.end_headers()
        if name == "slow":
            for _ in range(40):
                time.sleep(0.1)
                self.wfile.write(b"#")
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate for this machine, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file: Path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    file.write_bytes(private + made.public_bytes(pem))
    return file


@pytest.fixture(scope="module")
def server(certificate):
    server = Forge()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def trusted(server, certificate, monkeypatch):
    """The server, whose certificate this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("no_proxy", "localhost")
    server.asked.clear()
    return server


@pytest.fixture(autouse=True)
def site(tmp_path, monkeypatch):
    write_sample(tmp_path / "feedback")
    write(tmp_path, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["keys", "add", "anna", "--from-forge", *arguments])


def text() -> str:
    return Path("feedback", ANNA).read_text()


@pytest.mark.parametrize("handle", ["anna", "api"])
def test_a_published_key_is_added_with_one_request_that_is_shown(trusted, handle):
    result = add(f"{trusted.base}/git/", "--handle", handle, "--yes")

    assert result.exit_code == 0
    assert f"GET {trusted.base}/git/{handle}.keys\n" in result.stderr
    assert trusted.asked == [f"/git/{handle}.keys"]
    assert f"  - key: {ED25519}\n" in text()


def test_of_several_published_keys_one_is_to_be_named(trusted):
    several = add(trusted.base, "--handle", "two", "--yes")
    one = add(trusted.base, "--handle", "two", "--yes", "--key", "8H4V3WuK")

    assert several.exit_code == 2
    assert several.stderr.count("SHA256:") == 2
    assert "cannot be used" in several.stderr
    assert one.exit_code == 0
    assert OTHER in text()
    assert ED25519 not in text()


@pytest.mark.parametrize(
    ("handle", "reason"),
    [
        ("nobody", "knows no such name"),
        ("busy", "try again later"),
        ("ill", "answers with error 500"),
        ("moved", "leads to https://elsewhere.example/"),
        ("none", "lists no keys"),
        ("page", "is a web page"),
        ("broken", "is no list of keys"),
        ("large", "is too large"),
    ],
)
def test_an_answer_without_keys_is_explained_and_nothing_follows(trusted, handle, reason):
    result = add(trusted.base, "--handle", handle, "--yes")

    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr
    assert "\x1b" not in result.stderr
    assert trusted.asked == [f"/{handle}.keys"]
    assert text() == person_text()


def test_a_server_that_is_too_slow_is_given_up(trusted, monkeypatch):
    monkeypatch.setattr(forge, "SECONDS", 0.5)
    start = time.monotonic()

    result = add(trusted.base, "--handle", "slow", "--yes")

    assert "did not answer within 0.5 seconds" in result.stderr
    assert time.monotonic() - start < 3


def test_a_server_that_is_not_there_is_explained(trusted):
    result = add("https://localhost:1", "--handle", "anna", "--yes")

    assert result.exit_code == 2
    assert "localhost:1 cannot be reached: " in result.stderr


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(server, monkeypatch):
    monkeypatch.setenv("no_proxy", "localhost")
    server.asked.clear()

    result = add(server.base, "--handle", "anna", "--yes")

    assert result.exit_code == 2
    assert re.search("cannot be reached: self.signed certificate", result.stderr)
    assert server.asked == []


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("github", "https://github.com/annaberg.keys"),
        ("github-signing", "https://api.github.com/users/annaberg/ssh_signing_keys"),
        ("gitlab", "https://gitlab.com/anna.b.keys"),
        ("codeberg", "https://codeberg.org/anna-b.keys"),
    ],
)
def test_without_a_terminal_and_a_yes_nothing_is_requested(name, url, monkeypatch):
    handles = "{github: annaberg, gitlab: anna.b, codeberg: anna-b}"
    write(Path("feedback"), ANNA, person_text(handles=handles))
    monkeypatch.setattr(forge, "build_opener", None)

    result = add(name)

    assert result.exit_code == 2
    assert f"One request will be made: GET {url}\n" in result.stderr
    assert "nothing was requested: say --yes" in result.stderr


def test_a_handle_that_nobody_gave_is_asked_for():
    assert "--handle NAME" in add("gitlab").stderr


@pytest.mark.parametrize(
    "base",
    [
        "http://git.example.com",
        "git.example.com",
        "githup",
        "file:///etc/passwd",
        "https://",
        "https://git.example.com@evil.example",
        "https://git.example.com/?next=",
        "https://git.example.com:99999",
        "https://[::1",
        "https://git.example.com/a b",
        "https://git.example.com\\@evil.example",
        "https://gıt.example.com",
    ],
)
def test_an_address_that_could_mean_another_is_refused(base, monkeypatch):
    monkeypatch.setattr(forge, "build_opener", None)

    result = add(base, "--handle", "anna", "--yes")

    assert result.exit_code == 2
    assert "nor the address of a forge" in result.stderr


@pytest.mark.parametrize("handle", ["", "../x", "a/b", "a?b", "a b", "ä", "-", "a" * 200])
def test_a_handle_is_a_name_and_no_path(handle, monkeypatch):
    monkeypatch.setattr(forge, "build_opener", None)

    assert add("https://git.example.com", "--handle", handle, "--yes").exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of Unix")
@pytest.mark.parametrize(("answer", "requests"), [("n", 0), ("y", 1)])
def test_at_a_terminal_the_request_is_agreed_on_first(trusted, answer, requests):
    import pty

    assert SCRIPT.exists(), "install the project first: pip install -e ."
    mine, theirs = pty.openpty()
    call = ["keys", "add", "anna", "--from-forge", trusted.base, "--handle", "anna"]
    with subprocess.Popen(
        [SCRIPT, *call], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        os.write(mine, f"{answer}\n".encode())
        said, _ = program.communicate(timeout=30)
    os.close(mine)
    os.close(theirs)

    assert "Make it? [y/N]" in said
    assert len(trusted.asked) == requests
    assert (program.returncode, ED25519 in text()) == ((0, True) if requests else (130, False))


def test_the_help_names_every_forge():
    shown = CliRunner().invoke(main, ["keys", "add", "--help"]).stdout

    assert [name for name in forge.FORGES if name not in shown] == []
