import io

import pytest

from reporting import sealing


def sealed(content: bytes, key: bytes, part: str = "original") -> bytes:
    target = io.BytesIO()
    sealing.seal_file(io.BytesIO(content), target, key, part)
    return target.getvalue()


def opened(content: bytes, key: bytes, part: str = "original") -> bytes:
    return b"".join(sealing.open_file(io.BytesIO(content), key, part))


def test_what_is_sealed_cannot_be_read_and_can_be_opened():
    content = sealing.seal_json({"name": "Robin Example"})
    assert b"Robin" not in content
    assert sealing.open_json(content) == {"name": "Robin Example"}


def test_a_key_that_was_replaced_still_opens_what_it_sealed(settings):
    before = sealing.seal_bytes(b"a")
    settings.SEALING_KEYS = ["a new key", *settings.SEALING_KEYS]
    assert sealing.open_bytes(before) == b"a"
    settings.SEALING_KEYS = ["only another key"]
    with pytest.raises(sealing.Unsealable):
        sealing.open_bytes(before)


@pytest.mark.parametrize("size", [0, 1, sealing.CHUNK - 1, sealing.CHUNK, sealing.CHUNK + 1, 3 * sealing.CHUNK])
def test_a_file_of_any_size_comes_back_whole(size):
    key, content = sealing.new_file_key(), b"x" * size
    assert opened(sealed(content, key), key) == content


def test_a_file_cut_short_altered_or_put_in_another_s_place_is_refused():
    key = sealing.new_file_key()
    content = sealed(b"x" * (2 * sealing.CHUNK), key)
    whole_chunk = sealing.CHUNK + sealing.TAG
    altered = bytes([content[0] ^ 1]) + content[1:]
    swapped = content[whole_chunk:] + content[:whole_chunk]
    for wrong in (content[:whole_chunk], content[:-1], altered, swapped, b""):
        with pytest.raises(sealing.Unsealable):
            opened(wrong, key)
    with pytest.raises(sealing.Unsealable):
        opened(content, sealing.new_file_key())


def test_the_copy_and_the_original_are_not_sealed_alike():
    key = sealing.new_file_key()
    assert sealed(b"same", key) != sealed(b"same", key, "copy")
    with pytest.raises(sealing.Unsealable):
        opened(sealed(b"same", key), key, "copy")


def test_a_keyed_hash_depends_on_what_it_is_for():
    assert sealing.keyed_hash("one", "x") != sealing.keyed_hash("two", "x")
