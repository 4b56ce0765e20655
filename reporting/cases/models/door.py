from django.db import models


class Try(models.Model):
    """One try at a door that opens only so often: signing in, asking for a link. Gone within hours."""

    # A keyed hash of a reference or an address together with the door; see `throttle`.
    who = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["who", "at"])]

    def __str__(self):
        return f"Try {self.pk}"
