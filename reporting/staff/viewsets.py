from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .forms import StaffCreationForm, StaffEditForm


class UserViewSet(WagtailUserViewSet):
    """Accounts of staff. No role has leave for these pages, so only an administrator (a superuser) reaches them."""

    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm
