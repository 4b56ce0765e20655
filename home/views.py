from django.http import HttpResponse
from django.shortcuts import render


def csrf_failure(request, reason=""):
    """A form whose token is gone: usually cookies that were cleared, or a page left open overnight."""
    return render(request, "home/csrf_failure.html", {"sensitive": True}, status=403)


def status(request):
    """For whoever watches the service: answers when a page can be made."""
    return HttpResponse("ok", content_type="text/plain")
