"""Asking over HTTP and taking the time: one client or several, each with a connection that stays open."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """One request and the status that makes its answer a right one."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    status: int = 200


@dataclass(frozen=True)
class Times:
    """Seconds of the requests of one measurement."""

    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, question: Question) -> float:
        """Seconds until the last byte. Raises AssertionError for an answer with another status."""
        begun = time.perf_counter()
        method = "GET" if question.body is None else "POST"
        self.connection.request(method, question.path, body=question.body, headers=dict(question.headers))
        answer = self.connection.getresponse()
        text = answer.read()
        seconds = time.perf_counter() - begun
        assert answer.status == question.status, f"{method} {question.path}: {answer.status} {text[-2000:].decode(errors='replace')}"
        return seconds


def in_turns(ports: Sequence[int], ask: Sequence[Callable[[int], Question]], times: int) -> list[Times]:
    """One client asks one server after the other, so that whatever else the machine does meets both alike."""
    clients = [Client(port) for port in ports]
    seconds: list[list[float]] = [[] for _ in ports]
    for number in range(times):
        for client, question, taken in zip(clients, ask, seconds, strict=True):
            taken.append(client.ask(question(number)))
    return [Times(taken) for taken in seconds]


def at_once(port: int, ask: Callable[[int], Question], times: int, *, clients: int) -> Times:
    """Several clients, each of which asks again as soon as it is answered. Raises what the first failed one raised."""
    seconds: list[float] = []
    failed: list[BaseException] = []

    def work(first: int) -> None:
        client = Client(port)
        try:
            seconds.extend(client.ask(ask(number)) for number in range(first, times, clients))
        except BaseException as error:  # a thread cannot raise into its maker
            failed.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Times(seconds)
