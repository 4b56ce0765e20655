import logging
import os
import threading
import time

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.demo import demo_is_loaded, demo_sign_ins, load_demo
from config.static_files import build_static_files

log = logging.getLogger("fairstreet.tick")

TICK_EVERY = 5 * 60
WEBSOCKET_MAX_BYTES = 16 * 1024
# The leaner of uvicorn's two ways to use the websockets library: a third less processor time for each frame.
WEBSOCKETS = "websockets-sansio"


class Command(BaseCommand):
    help = "Make everything ready and run the whole service: pages and sockets, one process, one port."

    def handle(self, **options):
        host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
        self.make_ready()
        self.say_where(host, port)
        threading.Thread(target=tick_now_and_then, daemon=True, name="tick").start()
        uvicorn.run(
            "config.asgi:application",
            host=host,
            port=port,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            # Whom to believe about addresses is for our own middleware to say (BEHIND_PROXY).
            proxy_headers=False,
            ws=WEBSOCKETS,
            ws_max_size=WEBSOCKET_MAX_BYTES,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=5,
        )
        self.stdout.write("Stopped.")

    def make_ready(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO and not demo_is_loaded():
            self.stdout.write("Loading the demo site…")
            load_demo()
        if build_static_files():
            self.stdout.write("Static files built.")

    def say_where(self, host: str, port: int) -> None:
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 — compared, not bound
        self.stdout.write(f"\nFairstreet is at   http://{shown}:{port}/")
        self.stdout.write(f"The desk is at     http://{shown}:{port}/desk/\n\n")
        for username, role, password in demo_sign_ins() if settings.DEMO else []:
            self.stdout.write(f"  {role:<32} {username:<12} {password}")
        self.stdout.write("\nCtrl-C stops it.\n")
        self.stdout.flush()


def tick_now_and_then() -> None:
    """What a timer does in an installation. The first one takes up what a crash may have left."""
    while True:
        try:
            call_command("tick", verbosity=0)
        except Exception:  # the next one must still come
            log.exception("tick failed")
        time.sleep(TICK_EVERY)
