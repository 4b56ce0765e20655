from django.urls import path

from . import views

urlpatterns = [
    path("", views.chats, name="desk_chats"),
    path("<slug:public_id>/", views.conversation, name="desk_chat"),
    path("<slug:public_id>/messages/", views.messages, name="desk_chat_messages"),
    path("<slug:public_id>/say/", views.say, name="desk_chat_say"),
    path("<slug:public_id>/take/", views.take, name="desk_chat_take"),
    path("<slug:public_id>/end/", views.end, name="desk_chat_end"),
    path("<slug:public_id>/case/", views.make_case, name="desk_chat_case"),
]
