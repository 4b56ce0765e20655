from django.db import models


class Row(models.Model):
    """As many columns as a row of the queue shows."""

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=1)
    status = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        indexes = [models.Index(fields=["status", "due_at", "id"], name="bare_queue")]

    def __str__(self):
        return self.reference
