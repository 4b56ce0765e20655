from django.urls import path

from . import views

urlpatterns = [
    path("neighbourhoods/find/", views.find_neighbourhood, name="find_neighbourhood"),
]
