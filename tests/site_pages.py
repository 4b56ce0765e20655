"""A page of every type that the public reads, from the database of a service."""

import sqlite3
from pathlib import Path

ONE_OF_EACH_TYPE = """
    SELECT model, MIN(url_path) FROM wagtailcore_page JOIN django_content_type AS type ON type.id = content_type_id
    WHERE live AND depth > 1 GROUP BY content_type_id ORDER BY 2
"""


def one_of_each_type(var: Path) -> dict[str, str]:
    """The name of each page type, and the address of its first page."""
    with sqlite3.connect(var / "fairstreet.sqlite3") as database:
        found = dict(database.execute(ONE_OF_EACH_TYPE).fetchall())
    root = min(found.values(), key=len)
    return {name: f"/{path.removeprefix(root)}" for name, path in found.items()}
