from wagtail import hooks

from .links import QuickPageLinks


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def register_quick_page_links(features):
    features.register_link_type(QuickPageLinks)
