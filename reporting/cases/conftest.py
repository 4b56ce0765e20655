import pytest
import time_machine

from .tests.factories import NOW


@pytest.fixture
def clock():
    """Time stands still, on a Tuesday morning, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
