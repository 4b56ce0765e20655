"""A Django group for each role. What a role may do with a case stands in the permission table, not here: a group only
opens the desk, and to the editor what the public reads."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .roles import Role

ENTER_DESK = "wagtailadmin.access_admin"

EDITOR_MODELS = [
    "home.change_servicesettings",
    "reviews.change_reviewrules",
    "simple_translation.submit_translation",
    *[f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete", "view")],
    *[f"wagtailsearchpromotions.{verb}_searchpromotion" for verb in ("add", "change", "delete", "view")],
    *[f"advice.{verb}_partner" for verb in ("add", "change", "delete", "view")],
]
EDITOR_PAGES = [f"{verb}_page" for verb in ("add", "change", "publish", "bulk_delete", "lock", "unlock")]
EDITOR_FILES = [
    *[f"wagtailimages.{verb}_image" for verb in ("add", "change", "choose")],
    *[f"wagtaildocs.{verb}_document" for verb in ("add", "change", "choose")],
]
# Without these there is nothing to give leave for yet: a migration of one app alone, or a rollback.
TABLES = {"auth_group", "wagtailcore_page", "wagtailcore_collection", "wagtailcore_grouppagepermission"}


def set_up_groups() -> None:
    """Make each role's group and give it its permissions. Adds, never takes away; safe to run again and again."""
    make_permissions()
    with transaction.atomic():
        for role in Role:
            group, _made = Group.objects.get_or_create(name=role.value)
            group.permissions.add(*permissions([ENTER_DESK]))
        let_edit(Group.objects.get(name=Role.EDITOR))


def let_edit(group: Group) -> None:
    group.permissions.add(*permissions(EDITOR_MODELS))
    for root in Page.get_root_nodes():
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=EDITOR_PAGES):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for collection in Collection.get_root_nodes():
        for permission in permissions(EDITOR_FILES):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def edits_site(user) -> bool:
    """Whether they have leave for anything of Wagtail's besides its door, from their role or a group of its own."""
    return (
        user.is_superuser
        or bool(user.get_all_permissions() - {ENTER_DESK})
        or GroupPagePermission.objects.filter(group__user=user).exists()
        or GroupCollectionPermission.objects.filter(group__user=user).exists()
    )


def permissions(names: list[str]) -> list[Permission]:
    """Those of `names` ("app.codename") that exist: not every installation has every app."""
    labels = {name.split(".")[0] for name in names}
    known = Permission.objects.filter(content_type__app_label__in=labels).select_related("content_type")
    return [each for each in known if f"{each.content_type.app_label}.{each.codename}" in names]


def make_permissions() -> None:
    """Django makes an app's permissions as it finishes migrating it, which for some is after us."""
    labels = {name.split(".")[0] for name in [*EDITOR_MODELS, *EDITOR_FILES]} | {"wagtailcore"}
    for config in apps.get_app_configs():
        if config.label in labels:
            create_permissions(config, verbosity=0)


def after_migrate(**kwargs) -> None:
    if set(connection.introspection.table_names()) >= TABLES:
        set_up_groups()
