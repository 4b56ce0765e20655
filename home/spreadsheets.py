"""What goes into a file that people open as a spreadsheet."""

# What a spreadsheet would take for a formula, also behind a blank that it takes away.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


def safe(value) -> str:
    """A cell that a spreadsheet shows and never runs."""
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text
