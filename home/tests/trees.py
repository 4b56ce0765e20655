from wagtail.models import Locale, Page, Site

from home.models import HomePage, PlainPage, ServiceSettings


def plant() -> HomePage:
    """A small site: a front page, with "How we work" and below it "In detail"."""
    Locale.objects.get_or_create(language_code="en-gb")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Home", slug="home", heading="Tell us"))
    site, _ = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    ServiceSettings.objects.create(site=site, name="Larkfield Homes", phone="03069 990100")
    how = home.add_child(instance=PlainPage(title="How we work", slug="how", body="<p>First of all.</p>"))
    how.add_child(instance=PlainPage(title="In detail", slug="detail", body="<p>More of it.</p>", in_footer=True))
    return HomePage.objects.get()
