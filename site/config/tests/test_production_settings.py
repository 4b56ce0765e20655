"""A real installation starts only with every value that must not be guessed, and says which one is missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MADE_UP = ROOT / "tests" / "production.env"
TRY = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
print("\\n".join(f"{name}={getattr(settings, name)!r}" for name in %r))
"""


def made_up() -> dict[str, str]:
    return dict(re.findall(r'^export (\w+)="(.*)"$', MADE_UP.read_text(), re.MULTILINE))


def start(tmp_path, *, show=(), without=(), **changes):
    """The production settings in a process of their own, with only what is given in its environment."""
    given = {k: v for k, v in {**made_up(), **changes}.items() if k not in without}
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    return subprocess.run(
        [sys.executable, "-c", TRY % (tuple(show),)],
        cwd=ROOT,
        env={
            **kept,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "FAIRSTREET_VAR": str(tmp_path),
            **given,
        },
        capture_output=True,
        text=True,
        timeout=300,
    )


def shown(started) -> dict[str, str]:
    assert started.returncode == 0, started.stderr
    return dict(line.split("=", 1) for line in started.stdout.splitlines() if re.match(r"[A-Z_]+=", line))


def why_not(started) -> str:
    assert started.returncode != 0
    last = started.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last, started.stderr
    return last


def test_a_whole_environment_starts_without_a_warning_and_is_strict(tmp_path):
    started = start(
        tmp_path,
        show=[
            "DEBUG",
            "DEMO",
            "STAFF_TWO_FACTOR",
            "SESSION_COOKIE_SECURE",
            "SESSION_COOKIE_NAME",
            "CSRF_COOKIE_SECURE",
            "REPORTER_COOKIES_SECURE",
            "SECURE_HSTS_SECONDS",
            "SECURE_SSL_REDIRECT",
            "SECURE_PROXY_SSL_HEADER",
            "SOCKET_ORIGINS",
            "BEHIND_PROXY",
        ],
    )
    assert shown(started) == {
        "DEBUG": "False",
        "DEMO": "False",
        "STAFF_TWO_FACTOR": "True",
        "SESSION_COOKIE_SECURE": "True",
        "SESSION_COOKIE_NAME": "'__Host-staff'",
        "CSRF_COOKIE_SECURE": "True",
        "REPORTER_COOKIES_SECURE": "True",
        "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_SSL_REDIRECT": "True",
        "SECURE_PROXY_SSL_HEADER": "None",
        "SOCKET_ORIGINS": "['https://www.landlord.example']",
        "BEHIND_PROXY": "False",
    }


def test_a_proxy_is_believed_only_when_it_is_said_to_be_there(tmp_path):
    started = start(tmp_path, BEHIND_PROXY="1", show=["BEHIND_PROXY", "SECURE_PROXY_SSL_HEADER"])
    assert shown(started) == {
        "BEHIND_PROXY": "True",
        "SECURE_PROXY_SSL_HEADER": "('HTTP_X_FORWARDED_PROTO', 'https')",
    }


@pytest.mark.parametrize("name", sorted(made_up()))
def test_each_value_that_is_left_out_is_named_with_a_hint(tmp_path, name):
    reason = why_not(start(tmp_path, without=[name]))
    assert f"Set {name} in the environment." in reason
    assert len(reason.split(f"Set {name} in the environment.")[1]) > 20


@pytest.mark.parametrize("name", ["SECRET_KEY", "PEPPER", "SEALING_KEYS"])
def test_a_short_secret_is_refused_and_not_repeated(tmp_path, name):
    reason = why_not(start(tmp_path, **{name: "hunter2hunter2"}))
    assert name in reason
    assert "too short" in reason
    assert "hunter2" not in reason


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS may not be *"),
        ({"BASE_URL": "http://www.landlord.example"}, "BASE_URL must start with https://"),
        ({"BASE_URL": "https://www.landlord.example/path"}, "BASE_URL"),
        ({"WEB_WORKERS": "4"}, "REDIS_URL is not set"),
        ({"WEB_WORKERS": "several"}, "WEB_WORKERS must be a whole number"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL must start with"),
        ({"STAFF_TWO_FACTOR": "0"}, "STAFF_TWO_FACTOR"),
    ],
)
def test_an_unsafe_value_is_refused(tmp_path, changes, words):
    assert words in why_not(start(tmp_path, **changes))


def test_the_test_settings_are_not_strict_by_accident(settings):
    """What production must change is something that here is otherwise, so that the tests above prove something."""
    assert settings.STAFF_TWO_FACTOR is False
    assert settings.DEMO is True
