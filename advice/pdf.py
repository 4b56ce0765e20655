"""Sheets as PDF files, where WeasyPrint is installed. It needs Pango, so a small installation does without."""

from functools import cache

from django.contrib.staticfiles import finders


@cache
def can_be_made() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):  # not installed, or installed without Pango
        return False
    return True


def make(html: str) -> bytes:
    """A tagged PDF of `html`. The sheet names no other file; if a text of it does, that is not fetched."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    letters = FontConfiguration()
    look = CSS(filename=finders.find("css/paper.css"), font_config=letters)
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    return page.write_pdf(stylesheets=[look], font_config=letters, pdf_variant="pdf/ua-1")
