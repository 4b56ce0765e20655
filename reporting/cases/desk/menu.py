"""The desk's own items in Wagtail's menu. The lean pages show the same items, without making Wagtail's whole menu."""

from wagtail.admin.menu import MenuItem, admin_menu

from ..permissions import Do, may_ever


class DeskMenuItem(MenuItem):
    """An item for those who may `do` it; other apps of the desk register theirs with this too."""

    def __init__(self, *args, do: Do, **kwargs):
        super().__init__(*args, **kwargs)
        self.do = do

    def is_shown(self, request) -> bool:
        return may_ever(request.user, self.do)


def desk_items(request) -> list[DeskMenuItem]:
    """What `request.user` may do in the desk, in the order of the menu."""
    items = [item for item in admin_menu.registered_menu_items if isinstance(item, DeskMenuItem)]
    return sorted((item for item in items if item.is_shown(request)), key=lambda item: item.order)
