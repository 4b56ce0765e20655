"""A cache that is gone costs time and nothing else."""

import pytest
from django.core.cache import cache, caches
from django.test import Client, override_settings

from home.throttle import too_often

# Nobody listens there.
GONE = {
    "default": {
        "BACKEND": "home.forgiving_cache.ForgivingRedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {"socket_connect_timeout": 1},
    }
}


@pytest.fixture
def gone():
    with override_settings(CACHES=GONE):
        yield cache
    caches.close_all()


def test_nothing_is_found_and_nothing_breaks(gone):
    assert gone.get("key", "default") == "default"
    assert gone.set("key", 1) is None
    assert gone.add("key", 1) is True
    assert gone.get_or_set("key", lambda: "made anew") == "made anew"
    assert gone.delete("key") is False
    assert gone.get_many(["key"]) == {}
    assert gone.set_many({"key": 1}) == ["key"]
    assert "key" not in gone
    with pytest.raises(ValueError, match="no such key"):
        gone.incr("key")


@pytest.mark.django_db
def test_pages_and_forms_answer_without_it(gone, rf):
    for address in ("/", "/report/", "/chat/", "/case/", "/status/"):
        assert Client().get(address).status_code == 200, address
    assert not any(too_often(rf.get("/"), "door", most=1) for _ in range(3))
