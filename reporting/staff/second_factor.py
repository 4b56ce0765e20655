"""The second thing that staff sign in with: a code from an app on their phone, or one of ten backup codes on paper."""

import base64

from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .models import User

BACKUP_CODES = 10
PHONE_CODE_LENGTH = 6


class WaitABit(Exception):
    """Too many wrong codes one after the other; each doubles the wait."""


def is_verified(user) -> bool:
    """Whether this session gave a second factor. For those who never passed the middleware, such as in a test: no."""
    return getattr(user, "is_verified", lambda: False)()


def has_phone(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def phone_in_making(user: User) -> TOTPDevice:
    """The phone that is being set up. The same one until it is confirmed, so that going back breaks nothing."""
    making = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()
    return making or TOTPDevice.objects.create(user=user, name="phone", confirmed=False)


def tidy(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()


def check(user: User, code: str):
    """The device that `code` is right for, or None. Raises `WaitABit`."""
    code = tidy(code)
    is_phone = code.isascii() and code.isdecimal() and len(code) == PHONE_CODE_LENGTH
    model = TOTPDevice if is_phone else StaticDevice
    for device in model.objects.filter(user=user, confirmed=True):
        require_patience(device)
        if found := verify_token(user, device.persistent_id, code):
            return found
    return None


def require_patience(device) -> None:
    allowed, _why = device.verify_is_allowed()
    if not allowed:
        raise WaitABit


@transaction.atomic
def confirm_phone(user: User, code: str) -> TOTPDevice | None:
    """Take the phone in making as theirs if `code` is the one it shows. Another phone they had stops working."""
    making = TOTPDevice.objects.select_for_update().get(pk=phone_in_making(user).pk)
    require_patience(making)
    if not making.verify_token(tidy(code)):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=making.pk).delete()
    making.confirmed = True
    making.save(update_fields=["confirmed"])
    return making


@transaction.atomic
def new_backup_codes(user: User) -> list[str]:
    """Ten codes, each good for one sign-in. Those from before stop working."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="backup")
    codes = [StaticToken.random_token() for _code in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def backup_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def forget(user: User) -> None:
    """For someone who lost their phone and their backup codes: they set up anew when they next sign in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def key_to_type(phone: TOTPDevice) -> str:
    """The key of a QR code, for those who cannot scan it, in fours so that one does not lose one's place."""
    key = base64.b32encode(phone.bin_key).decode()
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
