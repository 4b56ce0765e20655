"""What a first visit costs: someone on an old phone with little credit reads advice before anything else."""

import pytest

from . import people

MOST_REQUESTS = 4
MOST_BYTES = 30_000
MOST_SCRIPT = 5_000


def fetched(page, address: str) -> list[tuple[str, int]]:
    """What a first visit to `address` asks for: each with the bytes that came over the wire, headers and all."""
    asked, sizes = {}, {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda event: asked.__setitem__(event["requestId"], event["response"]["url"]))
    wire.on(
        "Network.loadingFinished", lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"])
    )
    page.goto(address)
    people.wait_until_quiet(page)
    return [(asked[request], int(size)) for request, size in sizes.items()]


@pytest.mark.parametrize("address", ["/advice/noise/", "/advice/drugs/", "/advice/"])
def test_a_first_visit_to_advice_is_light(new_page, address):
    # Once for whoever comes first after a change, once for everyone after that.
    fetched(new_page(), address)
    found = fetched(new_page(), address)
    assert len(found) <= MOST_REQUESTS, found
    assert sum(size for _url, size in found) <= MOST_BYTES, found
    assert sum(size for url, size in found if url.endswith(".js")) <= MOST_SCRIPT, found
    assert any(url.endswith(".woff2") for url, _size in found)
