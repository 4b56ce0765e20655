from django.core.paginator import Paginator


class KnownCount(Paginator):
    """A paginator for a list whose length was found out otherwise, so that nothing is counted twice."""

    def __init__(self, *args, count: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count
