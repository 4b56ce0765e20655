"""No test speaks to another machine: what passes here passes on a train, and nobody is written to by mistake."""

import socket
import urllib.request

import pytest

from conftest import NotFromATest


def test_another_machine_cannot_be_reached():
    with pytest.raises(NotFromATest, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_nor_by_a_library():
    with pytest.raises(NotFromATest):
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)


def test_nor_by_its_name():
    with pytest.raises(NotFromATest, match=r"www\.landlord\.example"):
        socket.create_connection(("www.landlord.example", 443), timeout=1)


def test_nor_without_a_connection():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, pytest.raises(NotFromATest):
        datagrams.sendto(b"hello", ("192.0.2.1", 53))


@pytest.mark.parametrize("here", ["127.0.0.1", "localhost"])
def test_this_machine_can(here):
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection((here, server.getsockname()[1]), timeout=5).close()
