"""A real installation. Every value that must not be guessed is asked for, with a hint when it is missing."""

from django.core.exceptions import ImproperlyConfigured

from . import env
from .base import *  # noqa: F403
from .base import REDIS_URL

MAKE_A_SECRET = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"  # noqa: S105


def long_secret(name: str) -> str:
    value = env.text(name, hint=MAKE_A_SECRET)
    if len(value) < 40:
        raise ImproperlyConfigured(f"{name} is too short to be safe. {MAKE_A_SECRET}")
    return value


def public_hosts() -> list[str]:
    hosts = env.words("ALLOWED_HOSTS", hint="The names the site answers to, such as www.landlord.example.")
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS may not be *. Name the hosts the site answers to.")
    return hosts


def worker_count() -> int:
    workers = env.number("WEB_WORKERS", 1)
    if workers > 1 and not REDIS_URL:
        raise ImproperlyConfigured(
            "WEB_WORKERS is more than 1 but REDIS_URL is not set. Without Redis the workers cannot wake each"
            " other's chats or drop each other's pages: set REDIS_URL, or run one worker."
        )
    return workers


def secure_base_url() -> str:
    url = env.text("BASE_URL", hint="The address people reach the site at, such as https://www.landlord.example.")
    if not url.startswith("https://"):
        raise ImproperlyConfigured("BASE_URL must start with https://, for what people write here is private.")
    if "/" in url.removeprefix("https://").rstrip("/"):
        raise ImproperlyConfigured(
            "BASE_URL is a scheme and a host, such as https://www.landlord.example, and no more."
        )
    return url.rstrip("/")


def two_factor() -> bool:
    if not env.flag("STAFF_TWO_FACTOR", True):
        raise ImproperlyConfigured(
            "STAFF_TWO_FACTOR cannot be switched off in a real installation: behind one password lies what people tell"
            " us in fear. An administrator can let someone who lost their phone set up another."
        )
    return True


DEBUG = False
DEMO = False
SECRET_KEY = long_secret("SECRET_KEY")
SEALING_KEYS = env.words("SEALING_KEYS", hint=f"Newest first, separated by commas. {MAKE_A_SECRET}")
PEPPER = long_secret("PEPPER")
ALLOWED_HOSTS = public_hosts()
WAGTAILADMIN_BASE_URL = secure_base_url()
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
SOCKET_ORIGINS = [WAGTAILADMIN_BASE_URL]
WEB_WORKERS = worker_count()
STAFF_TWO_FACTOR = two_factor()

if any(len(key) < 40 for key in SEALING_KEYS):
    raise ImproperlyConfigured(f"A key in SEALING_KEYS is too short to be safe. {MAKE_A_SECRET}")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", hint="The mail server that messages to tenants go out through.")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", hint="A sender that gives nothing away, on your own domain.")

# A channel without a carrier is not used: what would have gone by it is held and shown on the desk.
_carriers = {
    "email": "reporting.post.carriers.EmailCarrier",
    "text": env.text("TEXT_CARRIER", ""),
    "letter": env.text("LETTER_CARRIER", ""),
}
POST_CARRIERS = {channel: path for channel, path in _carriers.items() if path}

BEHIND_PROXY = env.flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-staff"
CSRF_COOKIE_NAME = "__Host-form"
