from django.urls import include, path

from . import sign_up, views

home_patterns = [
    path("open-now/", views.open_now, name="open_now"),
    path("sign-up/", sign_up.sign_up, name="sign_up"),
    path("sign-up/thank-you/", sign_up.signed_up, name="signed_up"),
]

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("search/", views.search, name="search"),
    path("", include((home_patterns, "home"))),
]
