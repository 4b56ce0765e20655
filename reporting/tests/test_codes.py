from hypothesis import given
from hypothesis import strategies as st

from reporting.codes import ALPHABET, in_groups, new_code, tidy


@given(st.integers(1, 40))
def test_a_code_reads_the_same_however_it_is_typed(length):
    code = new_code(length)
    assert set(code) <= set(ALPHABET)
    assert tidy(in_groups(code).lower().replace("-", " ")) == code


def test_letters_that_look_like_figures_are_read_as_figures():
    assert tidy("o0-iL1") == "00111"


@given(st.text(max_size=200))
def test_anything_at_all_can_be_tidied(text):
    assert set(tidy(text)) <= set(ALPHABET) | {"U"}
