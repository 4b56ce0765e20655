"""Answering chats, in the staff desk."""
