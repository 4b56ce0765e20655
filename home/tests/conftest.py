import pytest

from .trees import plant


@pytest.fixture
def home(db):
    return plant()
