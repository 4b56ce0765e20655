"""What belongs to one event loop: a server has one, each test its own."""

import asyncio
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

Thing = TypeVar("Thing")


def one_for_each_loop(make: Callable[[], Thing]) -> Callable[[], Thing]:
    """The same for whoever asks on the running loop: made for the first of them, gone with the loop."""
    made: WeakKeyDictionary[asyncio.AbstractEventLoop, Thing] = WeakKeyDictionary()

    def of_this_loop() -> Thing:
        loop = asyncio.get_running_loop()
        if loop not in made:
            made[loop] = make()
        return made[loop]

    return of_this_loop
