"""Pages alone, for a server that keeps them apart from sockets."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

from django.core.wsgi import get_wsgi_application
from servestatic.wsgi import ServeStatic

from .static_files import with_static_files

application = with_static_files(ServeStatic, get_wsgi_application())
