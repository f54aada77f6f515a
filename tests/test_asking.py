"""Addresses elsewhere are asked for slowly, and what hosts answer is told for what it is; all are this machine."""

import json
import re
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest

from explainer.asking import Answer, Outcome, ask
from tests.projects import COUNTING, ROOT, replace

#: What hosts answer to HEAD and to GET; a list is answered in turn.
OK = "200 OK"
ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "well.example.org": {"HEAD": OK},
    "renamed.example.org": {"HEAD": "301 M\r\nLocation: http://moved.example.org/new#part"},
    "moved.example.org": {"HEAD": "308 P\r\nLocation: //elsewhere.example.org/newest"},
    "elsewhere.example.org": {"HEAD": "302 F\r\nLocation: /for-now"},
    "for-now.example.org": {"HEAD": "307 T\r\nLocation: http://well.example.org/"},
    "lost.example.org": {"HEAD": "301 M\r\nLocation: http://missing.example.org/"},
    "circle.example.org": {"HEAD": "302 F\r\nLocation: /"},
    "mail.example.org": {"HEAD": "301 M\r\nLocation: mailto:a@example.org"},
    "inside.example.org": {"HEAD": "302 F\r\nLocation: http://127.0.0.1/secret"},
    "broken.example.org": {"HEAD": "302 F\r\nLocation: http://[/"},
    "robots.example.org": {"HEAD": "403 F", "GET": "403 F"},
    "busy.example.org": {"HEAD": "429 T"},
    "missing.example.org": {"HEAD": "404 N", "GET": "404 N"},
    "withdrawn.example.org": {"HEAD": "410 G", "GET": "410 G"},
    "no-head.example.org": {"HEAD": "405 M", "GET": OK},
    "hides-head.example.org": {"HEAD": "404 N", "GET": OK},
    "stumbles.example.org": {"HEAD": "500 I", "GET": OK},
    "stumbles-late.example.org": {"HEAD": "405 M", "GET": ["503 S", OK]},
    "fails.example.org": {"HEAD": "500 I", "GET": "500 I"},
    "odd.example.org": {"HEAD": "999 N", "GET": "999 N"},
    "silent.example.org": {"HEAD": "silence", "GET": "silence"},
    "hangs-up.example.org": {"HEAD": "nothing", "GET": "nothing"},
    "babbles.example.org": {"HEAD": "noise", "GET": "noise"},
    "endless.example.org": {"HEAD": "405 M", "GET": "flood"},
}


class Host(socketserver.ThreadingTCPServer):
    """One server in the place of all hosts; notes what it was asked, and when."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.times: dict[str, list[tuple[float, float]]] = {}
        self.sent = 0
        self.is_over = threading.Event()


class Handler(socketserver.StreamRequestHandler):
    server: Host

    def handle(self) -> None:
        begun = monotonic()
        first = self.rfile.readline().decode("latin-1")
        if not re.match(r"(HEAD|GET) ", first):  # somebody speaks TLS
            return
        headers = "".join(iter(lambda: self.rfile.readline().decode("latin-1"), "\r\n"))
        [host] = re.findall(r"(?im)^host: (.*?)\r", headers)
        method = first.split()[0]
        with suppress(OSError):
            self.answer(self.server, host, method)
        self.server.asked.append((host, method, headers))
        self.server.times.setdefault(host, []).append((begun, monotonic()))

    def answer(self, server: Host, host: str, method: str) -> None:
        answer = ANSWERS[host][method]
        if isinstance(answer, list):
            answer = answer[sum(asked[:2] == (host, method) for asked in server.asked)]
        match answer:
            case "nothing":
                return
            case "silence":
                server.is_over.wait(30)
            case "noise":
                self.wfile.write(b"SSH-2.0-Surprise\r\n\x00\xff\r\n")
            case "flood":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
                while server.sent < 200_000_000:
                    self.wfile.write(b"x" * 100_000)
                    server.sent += 100_000
            case status:
                head = f"HTTP/1.1 {status}\r\nConnection: close\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
                self.wfile.write(head.encode())


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.is_over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def names(host: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    """Every name leads to the server of the test, but for one that no host has, and one that cannot be looked up."""

    def look_up(name: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if name.startswith("no-such-host"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name.startswith("no-answer"):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", host.server_address)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return host


def asked(*addresses: str, pause: float = 0) -> dict[str, Answer]:
    return ask(addresses, "Rivers link check", pause=pause, timeout=0.3)


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("missing", Outcome.GONE, "404 Not Found"),
        ("withdrawn", Outcome.GONE, "410 Gone"),
        ("lost", Outcome.GONE, "404 Not Found"),
        ("no-such-host", Outcome.GONE, "no host has this name"),
        ("no-answer", Outcome.UNTOLD, "the host’s name could not be looked up"),
        ("robots", Outcome.UNTOLD, "403 Forbidden, which hosts also answer to robots"),
        ("busy", Outcome.UNTOLD, "429 Too Many Requests, which hosts also answer to robots"),
        ("odd", Outcome.UNTOLD, "999"),
        ("fails", Outcome.UNTOLD, "500 Internal Server Error"),
        ("silent", Outcome.UNTOLD, "no answer within 0.3 seconds"),
        ("hangs-up", Outcome.UNTOLD, "the host broke the connection off, or speaks no HTTP"),
        ("babbles", Outcome.UNTOLD, "the host broke the connection off, or speaks no HTTP"),
        ("circle", Outcome.UNTOLD, "it leads from one address to the next without end"),
        ("mail", Outcome.UNTOLD, "it leads to mailto:a@example.org, which no reader can open"),
        ("inside", Outcome.UNTOLD, "it leads to http://127.0.0.1/secret, which no reader can open"),
        ("broken", Outcome.UNTOLD, "the answer cannot be understood"),
        ("no-head", Outcome.REACHABLE, "200 OK"),
        ("hides-head", Outcome.REACHABLE, "200 OK"),
        ("stumbles", Outcome.REACHABLE, "200 OK"),
        ("stumbles-late", Outcome.REACHABLE, "200 OK"),
        ("for-now", Outcome.REACHABLE, "200 OK"),
        ("well", Outcome.REACHABLE, "200 OK"),
    ],
)
def test_what_hosts_answer(names: Host, name: str, outcome: Outcome, reason: str) -> None:
    [answer] = asked(f"http://{name}.example.org/").values()
    assert (answer.outcome, answer.reason) == (outcome, reason)


def test_a_host_that_speaks_no_tls_proves_nothing(names: Host) -> None:
    [answer] = asked("https://well.example.org/").values()
    assert (answer.outcome, answer.reason) == (Outcome.UNTOLD, "the host cannot prove that it is the one")


def test_the_new_address_is_the_last_one_that_is_for_good(names: Host) -> None:
    ANSWERS["elsewhere.example.org"]["HEAD"] = ["302 F\r\nLocation: /for-now", OK]
    [answer] = asked("http://renamed.example.org/").values()
    assert (answer.outcome, answer.moved_to) == (Outcome.MOVED, "http://elsewhere.example.org/newest")


def test_a_body_is_not_read(names: Host) -> None:
    [answer] = asked("http://endless.example.org/film").values()
    assert answer.outcome == Outcome.REACHABLE
    assert names.sent < 100_000_000


def test_a_host_is_asked_by_one_at_a_time_with_a_pause(names: Host) -> None:
    addresses = [f"http://{name}.example.org/{number}" for name in ("well", "no-head") for number in range(3)]
    addresses.append("http://for-now.example.org/")  # leads to one of them
    asked(*addresses, pause=0.03)
    for times in (names.times["well.example.org"], names.times["no-head.example.org"]):
        begun = sorted(begin for begin, _ in times)
        assert len(times) >= 4
        assert all(later - sooner >= 0.029 for sooner, later in pairwise(begun))


def test_nothing_that_this_machine_keeps_for_hosts_is_sent(
    names: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine well.example.org login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    asked("http://well.example.org/")
    [(_, method, headers)] = names.asked
    assert method == "HEAD"
    assert "authorization" not in headers.lower()
    assert "User-Agent: Rivers link check\r\n" in headers


#: Runs the command line where every name leads to one port of this machine.
COMMAND = """
import socket, sys
port = int(sys.argv.pop(1))
def look_up(name, *_, **__):
    if not port or name.startswith("no-such-host"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
socket.getaddrinfo = look_up
from explainer import asking
asking.PAUSE = 0
from explainer.cli import main
main()
"""


def check_links(project: Path, port: int, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMMAND, str(port), "check", "--links", *arguments]
    inherited = {"PYTHONPATH": str(ROOT), "PATH": "", **COUNTING, **environment}
    return subprocess.run(command, cwd=project, env=inherited, capture_output=True, text=True, timeout=60, check=False)


def at(project: Path, url: str, archived: str = "") -> None:
    """Let one source stand at an address, with a copy if there is one, and the other stand where it is found."""
    sources = project / "data/sources/rivers.yml"
    replace(sources, "https://example.org/gauge?a=1&b=2", "http://well.example.org/?a=1")
    copy = f"  archived: {archived}\n" if archived else ""
    text = re.sub(r"  url: https://example.org/almanac\n  archived: .*\n", f"  url: {url}\n{copy}", sources.read_text())
    sources.write_text(text, encoding="utf-8")


LOOK = "look for a copy on https://web.archive.org/, and add a line “archived:” with its address"
MEND = "correct the address, or take it out"


@pytest.mark.slow
class TestTheCommand:
    def test_a_gone_address_without_a_copy_is_a_problem(self, project: Path, host: Host) -> None:
        at(project, "http://missing.example.org/")
        page = project / "docs/glossary.md"
        page.write_text(
            page.read_text() + "\n[Old](http://renamed.example.org/a#b) <http://no-such-host.example.org/>\n"
        )
        result = check_links(project, host.server_address[1], SITE_URL="https://rivers.example.org/at")
        assert result.returncode == 1, result.stderr
        assert result.stdout.splitlines() == [
            "Gone: 2",
            f"data/sources/rivers.yml:12:8: http://missing.example.org/ (404 Not Found) – {LOOK}",
            f"docs/glossary.md:5:40: http://no-such-host.example.org/ (no host has this name) – {MEND}",
            "Moved for good: 1",
            "docs/glossary.md:5:7: http://renamed.example.org/a (200 OK) – now at http://elsewhere.example.org/newest",
            "Cannot be told: 0",
            "Reachable: 1",
        ]
        assert result.stderr == ""
        agents = {re.search(r"User-Agent: (.*)\r", headers)[1] for *_, headers in host.asked}  # type: ignore[index]
        [agent] = agents
        assert re.fullmatch(r"Rivers link check \(explainer/[\d.]+; \+https://rivers\.example\.org/at\)", agent)

    def test_a_copy_stands_in_for_a_gone_address(self, project: Path, host: Host) -> None:
        at(project, "http://missing.example.org/", "http://well.example.org/copy")
        result = check_links(project, host.server_address[1])
        assert result.returncode == 0, result.stderr
        gone = "data/sources/rivers.yml:12:8: http://missing.example.org/ (404 Not Found)"
        assert f"{gone} – an archived copy stands in: http://well.example.org/copy" in result.stdout.splitlines()

    def test_a_copy_that_is_gone_stands_in_for_nothing(self, project: Path, host: Host) -> None:
        at(project, "http://missing.example.org/", "http://withdrawn.example.org/copy")
        result = check_links(project, host.server_address[1], "--format", "json")
        assert result.returncode == 1
        report = json.loads(result.stdout)
        assert (report["outcome"], report["counts"]["addresses"], report["counts"]["gone"]) == ("problems", 3, 2)
        source, copy = report["problems"]
        assert (source["file"], source["line"], source["column"]) == ("data/sources/rivers.yml", 12, 8)
        assert source["remedy"] == "the archived copy is gone too: record another one"
        assert copy["line"] == 13
        [missing] = [each for each in report["links"] if each["address"] == "http://missing.example.org/"]
        assert missing["outcome"] == "gone"
        assert missing["places"][0]["archived"] == "http://withdrawn.example.org/copy"

    def test_problems_are_told_before_anything_is_asked(self, project: Path, host: Host) -> None:
        at(project, "http://localhost/")
        result = check_links(project, host.server_address[1])
        assert result.returncode == 1
        assert 'leads to "localhost"' in result.stderr
        assert host.asked == []

    def test_a_machine_without_a_network_is_no_fault_of_the_project(self, project: Path) -> None:
        result = check_links(project, 0, "--format", "github")
        assert result.returncode == 3
        assert result.stdout.startswith("::error::no host has answered")
