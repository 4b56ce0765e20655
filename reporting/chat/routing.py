from channels.security.websocket import WebsocketDenier
from django.urls import path, re_path

from .consumers import StaffConsumer, VisitorConsumer

# Two doors, so that staff who try the service in the same browser are not taken for its visitor.
websocket_urlpatterns = [
    path("ws/chat/<slug:public_id>/", VisitorConsumer.as_asgi()),
    path("ws/desk/chat/<slug:public_id>/", StaffConsumer.as_asgi()),
    # Anything else is turned away without a word, rather than with an error in the log.
    re_path("", WebsocketDenier.as_asgi()),
]
