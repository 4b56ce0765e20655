from django.urls import path

from . import views

urlpatterns = [
    path("", views.reviews, name="desk_reviews"),
    path("<str:review>/", views.review, name="desk_review"),
    path("<str:review>/acknowledge/", views.acknowledge, name="desk_review_acknowledge"),
    path("<str:review>/decide/", views.decide, name="desk_review_decide"),
]
