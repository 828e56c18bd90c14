"""Slow senders hold nobody up, and what they send is read before anything else happens."""

from __future__ import annotations

import io
import threading

import pytest

from salesapp.web.transport.bodies import OF_ONE_NETWORK, Bodies, Refused, is_dripping, received


class Gate:
    """A body that does not come until the test says so."""

    def __init__(self):
        self.asked, self.open = threading.Event(), threading.Event()

    def read(self, _size):
        self.asked.set()
        self.open.wait(10)
        return b"hello"


def asked(bodies, source, address="203.0.113.9"):
    said = []
    environ = {"wsgi.input": source, "CONTENT_LENGTH": "5", "REMOTE_ADDR": address}
    answer = b"".join(bodies(environ, lambda status, _headers: said.append(status)))
    return said[0], answer


def echo(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def test_a_body_arrives_whole():
    assert asked(Bodies(echo, 1), io.BytesIO(b"hello")) == ("200 OK", b"hello")


def test_few_of_one_network_may_wait_and_nobody_elses_work_waits_for_them():
    bodies, gates = Bodies(echo, 1, patience=0.1), [Gate() for _ in range(OF_ONE_NETWORK)]
    waiting = [threading.Thread(target=asked, args=(bodies, gate)) for gate in gates]
    for thread in waiting:
        thread.start()
    assert all(gate.asked.wait(10) for gate in gates)
    assert asked(bodies, io.BytesIO(b"hello"))[0] == "503 Service Unavailable"
    assert asked(bodies, io.BytesIO(b"hello"), "203.0.113.10")[0] == "200 OK"
    for gate in gates:
        gate.open.set()
    for thread in waiting:
        thread.join(10)
    assert asked(bodies, io.BytesIO(b"hello"))[0] == "200 OK"
    assert not bodies.waiting


def test_who_finds_all_places_of_a_network_taken_waits_until_one_is_left():
    bodies, gates, said = Bodies(echo, 1), [Gate() for _ in range(OF_ONE_NETWORK)], []
    waiting = [threading.Thread(target=asked, args=(bodies, gate)) for gate in gates]
    late = threading.Thread(target=lambda: said.append(asked(bodies, io.BytesIO(b"hello"))))
    for thread in waiting:
        thread.start()
    assert all(gate.asked.wait(10) for gate in gates)
    late.start()
    gates[0].open.set()
    late.join(5)
    assert said == [("200 OK", b"hello")]
    for gate in gates:
        gate.open.set()
    for thread in waiting:
        thread.join(10)


def test_writers_that_wait_for_each_other_leave_room_for_reading():
    lock, inside = threading.Event(), threading.Semaphore(0)

    def application(environ, start_response):
        if environ["REQUEST_METHOD"] == "POST":  # as on SQLite, while an import writes
            inside.release()
            lock.wait(10)
        start_response("200 OK", [])
        return [b""]

    bodies, said = Bodies(application, 2), []
    writing = [
        threading.Thread(target=bodies, args=({"REQUEST_METHOD": "POST"}, lambda *_: None)) for _ in range(3)
    ]
    for thread in writing:
        thread.start()
    assert inside.acquire(timeout=10)
    reading = threading.Thread(
        target=bodies, args=({"REQUEST_METHOD": "GET"}, lambda status, _headers: said.append(status))
    )
    reading.start()
    reading.join(5)
    waited_for_nobody = list(said)
    lock.set()
    for thread in (*writing, reading):
        thread.join(10)
    assert waited_for_nobody == ["200 OK"]


def test_a_sender_that_hangs_up_in_the_middle_is_no_error_of_ours():
    assert asked(Bodies(echo, 1), io.BytesIO(b"hel"))[0] == "400 Bad Request"


@pytest.mark.parametrize(
    ("size", "seconds", "dripping"),
    [(10, 5, False), (10, 30, True), (100_000, 30, False), (5_000_000, 240, False), (100_000, 240, True)],
)
def test_a_body_in_drips_is_given_up_a_photo_on_a_bad_network_is_not(size, seconds, dripping):
    assert is_dripping(size, seconds) is dripping


def test_a_body_in_drips_is_refused():
    moments = iter([0.0, 1.0, 30.0])
    with pytest.raises(Refused, match="408"):
        received(io.BytesIO(b"a" * 2000), clock=lambda: next(moments))


class Drips:
    """Two bytes a second: like the server's own body, a read ends when as much is there as was asked for."""

    def __init__(self):
        self.now = 0.0

    def clock(self):
        return self.now

    def read(self, size):
        self.now += size / 2
        return b"a" * size


@pytest.mark.parametrize(("crowded", "seconds"), [(False, 21), (True, 5)])
def test_drips_are_given_up_in_time_and_sooner_where_others_wait_for_the_place(crowded, seconds):
    source = Drips()
    with pytest.raises(Refused, match="408"):
        received(source, lambda: crowded, clock=source.clock)
    assert source.now <= seconds


def test_a_body_that_comes_at_once_is_read_in_few_pieces():
    source = io.BytesIO(b"a" * 10_000_000)
    sizes = []
    read = source.read
    source.read = lambda size: sizes.append(size) or read(size)
    with received(source) as body:
        assert body.read() == b"a" * 10_000_000
    assert len(sizes) < 200
