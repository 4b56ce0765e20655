import asyncio
import threading

import pytest

from reporting.chat.layer import InProcessLayer

GROUP = "chat.ABC"
WAKE = {"type": "chat.wake"}


async def a_channel_in(layer, group=GROUP) -> str:
    channel = await layer.new_channel()
    await layer.group_add(group, channel)
    return channel


async def heard(layer, channel, seconds=5):
    return await asyncio.wait_for(layer.receive(channel), seconds)


def test_everyone_in_a_group_is_woken_and_nobody_else():
    async def story():
        layer = InProcessLayer()
        first, second = await a_channel_in(layer), await a_channel_in(layer)
        other = await a_channel_in(layer, "chat.OTHER")
        await layer.group_send(GROUP, WAKE)
        assert await heard(layer, first) == WAKE
        assert await heard(layer, second) == WAKE
        with pytest.raises(TimeoutError):
            await heard(layer, other, 0.05)

    asyncio.run(story())


def test_a_page_on_another_thread_wakes_a_socket_that_already_waits():
    async def story():
        layer = InProcessLayer()
        channel = await a_channel_in(layer)
        waiting = asyncio.create_task(heard(layer, channel))
        await asyncio.sleep(0.01)
        await asyncio.to_thread(layer.wake, GROUP, WAKE)
        assert await waiting == WAKE

    asyncio.run(story())


def test_waking_twice_before_anyone_looked_is_waking_once():
    async def story():
        layer = InProcessLayer()
        channel = await a_channel_in(layer)
        for _ in range(1000):
            layer.wake(GROUP, WAKE)
        await layer.send(channel, {"type": "chat.other"})
        assert await heard(layer, channel) == WAKE
        assert await heard(layer, channel) == {"type": "chat.other"}
        layer.wake(GROUP, WAKE)
        assert await heard(layer, channel) == WAKE

    asyncio.run(story())


def test_a_full_channel_drops_what_comes():
    async def story():
        layer = InProcessLayer(capacity=2)
        channel = await a_channel_in(layer)
        for number in range(5):
            await layer.send(channel, {"type": "chat.wake", "number": number})
        await asyncio.sleep(0.01)
        assert [(await heard(layer, channel))["number"] for _ in range(2)] == [0, 1]
        with pytest.raises(TimeoutError):
            await heard(layer, channel, 0.05)

    asyncio.run(story())


def test_nothing_is_left_of_a_socket_that_is_gone():
    async def story():
        layer = InProcessLayer()
        left, cut_off = await a_channel_in(layer), await a_channel_in(layer)
        await layer.group_discard(GROUP, left)
        waiting = asyncio.create_task(layer.receive(cut_off))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert (layer.slots, dict(layer.groups)) == ({}, {})

    asyncio.run(story())


def test_waking_a_socket_whose_loop_has_closed_harms_nobody():
    layer = InProcessLayer()
    asyncio.run(a_channel_in(layer))
    layer.wake(GROUP, WAKE)
    assert len(layer.slots) == 1


def test_sockets_come_and_go_while_many_threads_wake_them():
    problems = []

    async def story():
        layer = InProcessLayer()
        stop = threading.Event()

        def keep_waking():
            try:
                while not stop.is_set():
                    layer.wake(GROUP, WAKE)
            except Exception as problem:
                problems.append(problem)

        threads = [threading.Thread(target=keep_waking) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(200):
            channel = await a_channel_in(layer)
            await heard(layer, channel)
            await layer.group_discard(GROUP, channel)
        stop.set()
        for thread in threads:
            await asyncio.to_thread(thread.join)
        assert (layer.slots, dict(layer.groups)) == ({}, {})

    asyncio.run(story())
    assert problems == []
