"""One process, one port: pages through Django's WSGI handler, sockets through Channels.

Django's own ASGI handler costs three to four times as much processor time for a page as its WSGI handler does, so
pages are handed to the latter on a small pool of threads; see docs/decisions/.
"""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

from importlib import import_module

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.wsgi import get_wsgi_application
from servestatic.asgi import ServeStaticASGI

THREADS = 8

wsgi = get_wsgi_application()

from django.conf import settings

from reporting.chat.origin import SameOrigin
from reporting.chat.routing import websocket_urlpatterns
from reporting.chat.waiting import Waiting

from .edge import Edge
from .static_files import with_static_files

# Whoever waits for words of a chat waits in front of the threads.
pages = Waiting(Edge(WSGIMiddleware(wsgi, workers=THREADS), max_bytes=settings.REQUEST_MAX_BYTES))

application = ProtocolTypeRouter(
    {
        "http": with_static_files(ServeStaticASGI, pages),
        "websocket": SameOrigin(URLRouter(websocket_urlpatterns), settings.SOCKET_ORIGINS),
    }
)

# What is loaded by now stays until the end. Looking through it for rubbish again and again would stop every socket and page
# for half a second each time.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
# What comes and goes with requests is rubbish early or (a socket's) stays for minutes: seldom look at all of it.
gc.set_threshold(5_000, 20, 100)
