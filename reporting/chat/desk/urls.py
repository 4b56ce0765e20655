from django.urls import path

from . import casework, lists, removing, team, teamwork, views

urlpatterns = [
    path("", lists.chats, name="desk_chats"),
    path("at-hand/", lists.at_hand, name="desk_chat_at_hand"),
    path("here/", team.here, name="desk_chat_here"),
    path("take/", team.take_chats, name="desk_chat_ready"),
    path("stop/", team.stop_taking, name="desk_chat_stop"),
    path("team/", team.team, name="desk_chat_team"),
    path("removed/", removing.removals, name="desk_chat_removals"),
    path("<slug:public_id>/", views.conversation, name="desk_chat"),
    path("<slug:public_id>/messages/", views.messages, name="desk_chat_messages"),
    path("<slug:public_id>/read/", views.read, name="desk_chat_read"),
    path("<slug:public_id>/say/", views.say, name="desk_chat_say"),
    path("<slug:public_id>/take/", views.take, name="desk_chat_take"),
    path("<slug:public_id>/facts/", teamwork.facts, name="desk_chat_facts"),
    path("<slug:public_id>/hold/", teamwork.hold, name="desk_chat_hold"),
    path("<slug:public_id>/whisper/", teamwork.whisper, name="desk_chat_whisper"),
    path("<slug:public_id>/hand-over/", teamwork.hand_over, name="desk_chat_hand_over"),
    path("<slug:public_id>/end/", views.end, name="desk_chat_end"),
    path("<slug:public_id>/settle/", views.settle, name="desk_chat_settle"),
    path("<slug:public_id>/case/", casework.make_case, name="desk_chat_case"),
    path("<slug:public_id>/add/", casework.add_to_case, name="desk_chat_add"),
    path("<slug:public_id>/remove/<int:seq>/", removing.remove, name="desk_chat_remove"),
    path("<slug:public_id>/removed/<int:seq>/", removing.read_removed, name="desk_chat_removed"),
]
