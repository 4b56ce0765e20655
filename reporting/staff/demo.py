"""Accounts for trying the service: one for each role. Every name is invented, after what the person does."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from .groups import set_up_groups
from .models import User
from .roles import Role

REGION = "Fairstow"
# Not a role: a group that the editors' own workflow asks before a success story is published.
COMMUNICATIONS_LEAD = "Communications lead"


@dataclass(frozen=True)
class Account:
    username: str
    first_name: str
    last_name: str
    role: Role | None  # None looks after the accounts of the others
    champions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def role_label(self) -> str:
        return str(self.role.label) if self.role else _("Administrator")


ACCOUNTS = (
    Account("connie", "Connie", "Contact", Role.CONTACT_CENTRE),
    Account("owen", "Owen", "Overnight", Role.OUT_OF_HOURS),
    Account("dana", "Dana", "Duty", Role.DUTY_OFFICER),
    Account("cora", "Cora", "Coordinator", Role.COORDINATOR, ("Millbrook",)),
    Account("cyrus", "Cyrus", "Coordinator", Role.COORDINATOR, ("Harbour Side",)),
    Account("nadia", "Nadia", "Neighbourhood", Role.NEIGHBOURHOOD_OFFICER, ("Harbour Side",)),
    Account("max", "Max", "Manager", Role.MANAGER),
    Account("quinn", "Quinn", "Quality", Role.QUALITY),
    Account("edie", "Edie", "Editor", Role.EDITOR),
    Account("lena", "Lena", "Lead", Role.EDITOR, groups=(COMMUNICATIONS_LEAD,)),
    Account("pat", "Pat", "Panel", Role.PANEL),
    Account("ada", "Ada", "Administrator", None),
)


def load() -> list[tuple[str, str, str]]:
    """Make what is missing, and say who can sign in: username, role in words, password."""
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo accounts have no place in a real installation.")
    password = demo_password(settings.VAR_DIR / "keys")
    here = set(User.objects.values_list("username", flat=True))
    missing = [account for account in ACCOUNTS if account.username not in here]
    if missing:
        set_up_groups()
    for account in missing:
        make(account, password)
    return [(account.username, account.role_label, password) for account in ACCOUNTS]


def make(account: Account, password: str) -> User:
    user = User.objects.create_user(
        account.username,
        email=f"{account.username}@fairstreet.example",
        password=password,
        first_name=account.first_name,
        last_name=account.last_name,
        is_superuser=account.role is None,
    )
    if account.role:
        user.groups.add(Group.objects.get(name=account.role))
    user.groups.add(*[Group.objects.get_or_create(name=name)[0] for name in account.groups])
    user.areas.add(*[area(name) for name in account.champions])
    return user


def area(name: str):
    """Places stand above staff in the house, so the model is reached through the field."""
    areas = User._meta.get_field("areas").related_model.objects
    return areas.get_or_create(name=name, defaults={"region": REGION})[0]


def demo_password(folder: Path) -> str:
    """Easy to type, another one on every machine, and kept so that it can be shown again."""
    path = folder / "demo_password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text("-".join(secrets.token_hex(2) for _part in range(4)))
        path.chmod(0o600)
    return path.read_text().strip()
