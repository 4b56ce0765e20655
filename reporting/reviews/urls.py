from django.urls import path

from . import views

app_name = "review"
urlpatterns = [
    path("check/", views.check, name="check"),
    path("ask/", views.ask, name="ask"),
    path("sent/", views.sent, name="sent"),
]
