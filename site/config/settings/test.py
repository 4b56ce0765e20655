"""Fast and self-contained: nothing outlives a test run, nothing leaves the process."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from . import env
from .base import *  # noqa: F403
from .base import CACHES, CHANNEL_LAYERS, REDIS_URL, STORAGES

DEBUG = False
SECRET_KEY = "not-a-secret-only-for-tests"  # noqa: S105
SEALING_KEYS = ["not-a-secret-only-for-tests"]
PEPPER = "not-a-secret-only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SOCKET_ORIGINS = ["http://localhost", "http://testserver"]
DATABASES = {"default": env.database(env.text("DATABASE_URL", "sqlite:///"))}
VAR_DIR = Path(tempfile.mkdtemp(prefix="fairstreet-test-"))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in service: there threads wait for each other, in memory they are refused. With TEST_DATABASE it is kept
    # between runs with --reuse-db, for whoever runs a few tests again and again.
    DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DATABASE", str(VAR_DIR / "test.sqlite3"))}
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
POST_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "evidence", "base_url": None},
    },
}
if REDIS_URL and (worker := os.environ.get("PYTEST_XDIST_WORKER")):
    # Each worker empties its cache before each test, and wakes its own chats: a database of the server's, and a word before
    # what goes around, which all databases share.
    REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{1 + int(worker.removeprefix('gw'))}").geturl()
    CACHES["default"]["LOCATION"] = REDIS_URL
    CHANNEL_LAYERS["default"]["CONFIG"] = {"hosts": [REDIS_URL], "prefix": worker}
# Argon2 is slow on purpose; the sign-ins of a test need not be.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_HASH_COST = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
REPORTER_COOKIES_SECURE = False
STAFF_TWO_FACTOR = False
DEMO = True
