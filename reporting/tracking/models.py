from django.db import models


class Link(models.Model):
    """A link that opens a case once, within `links.LIFE`. Only a hash of it is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"Link {self.pk}"


class Sent(models.Model):
    """A form of *Your case* that was taken, so that a second press of its button does nothing. Gone within days."""

    token_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"Sent {self.pk}"
