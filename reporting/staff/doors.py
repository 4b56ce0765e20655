"""The pages of the desk that are about signing in, not about cases, and so stand outside the permission table."""

# Open to someone who gave a right password and no second factor yet.
BEFORE_THE_CODE = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "staff_verify",
        "staff_set_up",
    }
)
# One's own backup codes; and, for an administrator, letting someone else set up another phone.
AFTER_THE_CODE = frozenset({"staff_backup_codes", "staff_forget_phone"})
DOORS = BEFORE_THE_CODE | AFTER_THE_CODE

# Of Wagtail's own pages, those that whoever works at the desk needs. The rest is for editors.
FOR_ALL_STAFF = DOORS | {"wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_dismissibles"}
# Wagtail's own page for trying out what an error looks like.
FOR_NOBODY = frozenset({"wagtailadmin_error_test"})
