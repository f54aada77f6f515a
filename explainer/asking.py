"""Asks hosts elsewhere whether addresses still lead anywhere: a few at a time, and each host slowly.

The only part of the engine that needs a network. Answers are judged by their first lines; what follows is not read.
"""

import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from threading import Event, Lock
from time import monotonic, sleep
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from explainer.data.urls import is_public

#: How many hosts are asked at the same time.
AT_ONCE = 8
#: Seconds between two questions to the same host, and until a host that says nothing is given up.
PAUSE, TIMEOUT = 1.0, 20.0
#: How often an answer may lead to another address.
MOST_STEPS = 10
#: What says that there is nothing any more, and what says that it is elsewhere for good.
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
FOR_GOOD = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
#: Errors that say of a name that no host has it, and not only that nobody could be asked for it.
NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class Outcome(Enum):
    """What is known of an address once it has been asked for."""

    GONE = "gone"
    MOVED = "moved"
    UNTOLD = "untold"
    REACHABLE = "reachable"


@dataclass(frozen=True)
class Answer:
    """What came of an address: the outcome and why, the new address if it moved for good, and the last status.

    The status is 0 when no host has answered.
    """

    outcome: Outcome
    reason: str = ""
    moved_to: str | None = None
    status: int = 0


@dataclass(frozen=True)
class _Reply:
    """The first lines of an answer, or why there is none; `is_passing` says that it may be otherwise a moment later."""

    status: int = 0
    location: str | None = None
    failure: str = ""
    is_passing: bool = False
    is_nowhere: bool = False


def ask(
    addresses: Iterable[str],
    agent: str,
    step: Callable[[str], None] = lambda _: None,
    pause: float = PAUSE,
    timeout: float = TIMEOUT,
) -> dict[str, Answer]:
    """Ask for each address, in the name of `agent`; `step` is told each one that has been asked for.

    `pause` and `timeout` are in seconds.
    """
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
    asker = _Asker(agent, _Turns(pause), timeout, step)
    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for some in pool.map(asker.all, sorted(hosts.values(), key=len, reverse=True)):
                answers |= some
        finally:
            asker.stopped.set()
    return answers


@dataclass
class _Turns:
    """Lets each host be asked by one at a time, with a pause between."""

    pause: float
    _free_at: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, Lock] = field(default_factory=dict)

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        with self._locks.setdefault(host, Lock()):
            sleep(max(0.0, self._free_at.get(host, 0.0) - monotonic()))
            try:
                yield
            finally:
                self._free_at[host] = monotonic() + self.pause


@dataclass
class _Asker:
    agent: str
    turns: _Turns
    timeout: float
    step: Callable[[str], None]
    stopped: Event = field(default_factory=Event)

    def all(self, addresses: Iterable[str]) -> Mapping[str, Answer]:
        """Ask for the addresses of one host, one after the other."""
        answers = {}
        with requests.Session() as session:
            session.headers["User-Agent"] = self.agent
            session.auth = _nobody
            for address in addresses:
                if self.stopped.is_set():
                    break
                answers[address] = self._follow(session, address)
                self.step(address)
        return answers

    def _follow(self, session: requests.Session, address: str) -> Answer:
        """Ask for an address, and for those that it leads to."""
        here, moved_to, for_good = address, None, True
        for _ in range(MOST_STEPS):
            reply = self._ask(session, here)
            if reply.location is None:
                return _judged(reply, moved_to)
            here = urljoin(here, reply.location)
            for_good = for_good and reply.status in FOR_GOOD
            moved_to = here if for_good else moved_to
            parts = urlsplit(here)
            if parts.scheme not in ("http", "https") or not is_public(parts.hostname or ""):
                return Answer(Outcome.UNTOLD, f"it leads to {here}, which no reader can open", status=reply.status)
        return Answer(Outcome.UNTOLD, "it leads from one address to the next without end", status=reply.status)

    def _ask(self, session: requests.Session, address: str) -> _Reply:
        """Ask for the first lines only, then for all where that is refused; once more after what may pass."""
        method, was_failing = "HEAD", False
        while True:
            reply = self._once(session, method, address)
            is_refused = method == "HEAD" and reply.status >= 400 and reply.status != HTTPStatus.TOO_MANY_REQUESTS
            if not is_refused and (was_failing or not reply.is_passing):
                return reply
            method, was_failing = "GET", was_failing or reply.is_passing

    def _once(self, session: requests.Session, method: str, address: str) -> _Reply:
        with self.turns.of(urlsplit(address).netloc.lower()):
            try:
                with session.request(
                    method, address, allow_redirects=False, stream=True, timeout=self.timeout
                ) as response:
                    location = session.get_redirect_target(response)
                    return _Reply(response.status_code, location, is_passing=response.status_code >= 500)
            except (requests.RequestException, HTTPError, ValueError) as error:  # ValueError: what is no address
                return self._failure(error)

    def _failure(self, error: BaseException) -> _Reply:
        unknown = next((each for each in _causes(error) if isinstance(each, socket.gaierror)), None)
        match error:
            case _ if unknown and unknown.errno in NO_SUCH_HOST:
                return _Reply(failure="no host has this name", is_nowhere=True)
            case _ if unknown:
                return _Reply(failure="the host’s name could not be looked up", is_passing=True)
            case requests.exceptions.SSLError():
                return _Reply(failure="the host cannot prove that it is the one")
            case requests.Timeout():
                return _Reply(failure=f"no answer within {self.timeout:g} seconds", is_passing=True)
            case requests.ConnectionError():
                return _Reply(failure="the host broke the connection off, or speaks no HTTP", is_passing=True)
        return _Reply(failure="the answer cannot be understood")


def _judged(reply: _Reply, moved_to: str | None) -> Answer:
    if reply.failure:
        return Answer(Outcome.GONE if reply.is_nowhere else Outcome.UNTOLD, reply.failure)
    reason = _in_words(reply.status)
    if reply.status in GONE:
        return Answer(Outcome.GONE, reason, status=reply.status)
    if not 200 <= reply.status < 300:
        refusal = ", which hosts also answer to robots" if 400 <= reply.status < 500 else ""
        return Answer(Outcome.UNTOLD, f"{reason}{refusal}", status=reply.status)
    return Answer(Outcome.MOVED if moved_to else Outcome.REACHABLE, reason, moved_to, reply.status)


def _in_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Ask as nobody: otherwise names and passwords that this machine keeps for hosts would be sent."""
    return request
