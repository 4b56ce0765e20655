"""Building the static files, only when something they are made from has changed; and serving them.

They are served in front of Django, not by its middleware, which would start an event loop for each page.
"""

import hashlib
from pathlib import Path

import wagtail
from django.conf import settings
from django.core.management import call_command


def build_static_files() -> bool:
    """Collect, name by content and compress. Gives whether there was anything to do."""
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    made_from = fingerprint()
    if stamp.exists() and stamp.read_text() == made_from:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(made_from)
    return True


def fingerprint() -> str:
    parts = [wagtail.__version__, (settings.BASE_DIR / "requirements.txt").read_text()]
    for folder in settings.STATICFILES_DIRS:
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        parts.extend(f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def with_static_files(wrapper, application):
    """`application` behind servestatic's `wrapper` for its protocol (`ServeStatic` or `ServeStaticASGI`)."""
    return wrapper(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        add_headers_function=_no_guessing,
    )


def _no_guessing(headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
