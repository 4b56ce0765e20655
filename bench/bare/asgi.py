"""The same server as ours: the edge, the bridge to WSGI, the same number of threads."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.bare.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from config.edge import Edge

application = Edge(WSGIMiddleware(get_wsgi_application(), workers=8), max_bytes=160 * 1024 * 1024)
