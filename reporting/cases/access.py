"""The reporter's secret: what opens *Your case*. Shown once, kept only as an argon2id hash with our pepper."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from django.conf import settings

from reporting.codes import new_code, tidy

from .models import Case

SECRET_LENGTH = 16  # 80 bits
REFERENCE_LENGTH = 8
PREFIX = "FS"

_hasher = PasswordHasher(**settings.SECRET_HASH_COST)
# Checked when there is no such case, so that a wrong reference takes as long as a wrong secret.
_nobody = _hasher.hash("nobody")


def new_secret() -> str:
    return new_code(SECRET_LENGTH)


def new_reference() -> str:
    code = new_code(REFERENCE_LENGTH)
    return f"{PREFIX}-{code[:4]}-{code[4:]}"


def hash_secret(secret: str) -> str:
    return _hasher.hash(_peppered(secret))


def find_case(reference: str, secret: str) -> Case | None:
    """The case that `reference` and `secret` open, as they were typed; none when either is wrong."""
    case = Case.objects.filter(reference=tidy_reference(reference)).first()
    kept = case.secret_hash if case and case.secret_hash else _nobody
    try:
        _hasher.verify(kept, _peppered(tidy(secret)))
    except (VerifyMismatchError, InvalidHashError):
        return None
    return case


def tidy_reference(typed: str) -> str:
    """`fs 7k3m 9q2p`, or without its prefix, as `FS-7K3M-9Q2P`."""
    code = tidy(typed)
    code = code.removeprefix(PREFIX) if len(code) > REFERENCE_LENGTH else code
    return f"{PREFIX}-{code[:4]}-{code[4:REFERENCE_LENGTH]}"


def _peppered(secret: str) -> bytes:
    return f"{settings.PEPPER}:{secret}".encode()
