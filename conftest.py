import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What one test put in the cache is not there for the next."""
    cache.clear()
    yield
    cache.clear()
