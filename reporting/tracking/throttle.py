"""Doors of asking for a link: like those of signing in, they open only so often."""

from reporting.cases.throttle import Door, minutes

LINK_CASE = Door("link", ((3, minutes(60)),))
LINK_ADDRESS = Door("link from", ((10, minutes(60)),))
