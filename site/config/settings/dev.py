"""One machine, one process, no service, nothing to configure: what `make serve` runs."""

from . import env
from .base import *  # noqa: F403
from .base import VAR_DIR

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.kept_secret(VAR_DIR / "keys", "secret_key")
# Newest first: every key that ever sealed something, so that old drafts and files still open.
SEALING_KEYS = [env.kept_secret(VAR_DIR / "keys", "sealing_key")]
PEPPER = env.kept_secret(VAR_DIR / "keys", "pepper")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
PORT = env.number("PORT", 8000)
SOCKET_ORIGINS = [f"http://localhost:{PORT}", f"http://127.0.0.1:{PORT}"]
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", f"http://127.0.0.1:{PORT}")
REPORTER_COOKIES_SECURE = False
STAFF_TWO_FACTOR = env.flag("STAFF_TWO_FACTOR", False)
DEMO = True
CHAT_ALWAYS_OPEN = env.flag("CHAT_ALWAYS_OPEN", True)
