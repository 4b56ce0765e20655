from django.db import models


class Word(models.Model):
    """A word that stands on a page of ours, to put a mistyped search right by. Kept by `home.spelling`."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return self.word
