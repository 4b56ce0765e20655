from django.urls import include, path

from . import views

home_patterns = [
    path("open-now/", views.open_now, name="open_now"),
]

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("search/", views.search, name="search"),
    path("", include((home_patterns, "home"))),
]
