from django.urls import include, path

from . import feedback, sign_up, views

home_patterns = [
    path("open-now/", views.open_now, name="open_now"),
    path("sign-up/", sign_up.sign_up, name="sign_up"),
    path("sign-up/thank-you/", sign_up.signed_up, name="signed_up"),
    path("feedback/<int:page_id>/", feedback.feedback, name="feedback"),
    path("feedback/<int:page_id>/thanks/", feedback.feedback_thanks, name="feedback_thanks"),
]

urlpatterns = [
    path("search/", views.search, name="search"),
    path("", include((home_patterns, "home"))),
]
