from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    OPEN = "open", _("Being answered")
    LEFT = "left", _("Left as a message")
    ENDED = "ended", _("Ended")


# Those in which something can be said.
LIVE = frozenset({Status.WAITING, Status.OPEN, Status.LEFT})


class Sender(TextChoices):
    VISITOR = "visitor", _("Visitor")
    STAFF = "staff", _("Staff")
    SYSTEM = "system", _("The service")


class Line(TextChoices):
    """What the service itself says in a chat, and what stands there for a file. Each reader has it in their own language."""

    HERE = "here", _("%(who)s is here and will answer you.")
    GONE = (
        "gone",
        _("%(who)s had to go. Someone else will answer you as soon as they can. They will see all that was said."),
    )
    HOLD = "hold", _("%(who)s is finding something out for you and will be back here. You can keep writing.")
    HANDED = "handed", _("%(who)s will answer you from now on. They can see all that was said.")
    CASE = (
        "case",
        _(
            "Your chat is now a case. Its reference is %(reference)s. Look below the chat for your secret code. "
            "Only you can see it."
        ),
    )
    ADDED = "added", _("We added this chat to your case. Whoever works on your case can read it there.")
    # Someone else may be writing: nothing of any case.
    PASSED_ON = "passed on", _("We passed on what you wrote to the right people here.")
    WARNED = (
        "warned",
        _(
            "Please take care how you write to us. We want to help you. If it goes on like this, the chat stops for a while."
        ),
    )
    PAUSED = (
        "paused",
        _(
            "Take a moment. You can send again at %(time)s. What you write until then stays in your box. "
            "If someone is in danger, call 999."
        ),
    )
    GOES_ON = "goes on", _("You can send again now.")
    BLOCKED = (
        "blocked",
        _(
            "We have ended this chat because of how it was used. You cannot chat with us for a while. You can call us or "
            "make a report at any time. If someone is in danger, call 999."
        ),
    )
    ENDED = "ended", _("%(who)s ended the chat.")
    VISITOR_ENDED = "visitor ended", _("The visitor ended the chat.")
    SILENCE = "silence", _("The chat ended because nothing more was said.")
    PICTURE = "picture", _("Picture: %(name)s, %(size)s")
    SOUND = "sound", _("Sound: %(name)s, %(size)s")
    VIDEO = "video", _("Video: %(name)s, %(size)s")
    DOCUMENT = "document", _("Document: %(name)s, %(size)s")


# Those that stand for a file which the visitor sent.
FILE_LINES = frozenset({Line.PICTURE, Line.SOUND, Line.VIDEO, Line.DOCUMENT})


class Outcome(TextChoices):
    """What came of a chat that was answered."""

    ADVICE = "advice", _("We gave advice")
    SIGNPOSTED = "signposted", _("We said who else can help")
    CASE = "case", _("It became a case")
    ADDED = "added", _("It was added to a case")
    NOT_ASB = "not_asb", _("It was not about anti-social behaviour")
    NO_REPLY = "no_reply", _("They did not write any more")
    ABUSE = "abuse", _("It was abuse of our staff, or no real chat")


class Reason(TextChoices):
    """Why a message was removed. Both sides read it."""

    PERSON = "person", _("the name, address or number of someone else")
    SECRET = "secret", _("a password, a code or a card number")
    ABUSE = "abuse", _("abuse")
    MISTAKE = "mistake", _("it was sent by mistake")
    OTHER = "other", _("something that should not stand here")

    @property
    def words(self) -> str:
        """What stands in place of the message."""
        return gettext("Removed: %(reason)s") % {"reason": self.label}


class Settled(TextChoices):
    """How we answered someone whom nobody answered in the chat."""

    SPOKE = "spoke", _("We spoke with them")
    WROTE = "wrote", _("We wrote an answer in the chat")
    UNREACHED = "unreached", _("We tried and could not reach them")
    CASE = "case", _("It became a case")
    ADDED = "added", _("It was added to a case")
    NOTHING = "nothing", _("There was nothing to answer")


class Helped(IntegerChoices):
    """Did the chat help? The higher the better."""

    YES = 5, _("Yes, a lot")
    MOSTLY = 4, _("Yes, mostly")
    PARTLY = 3, _("In part")
    HARDLY = 2, _("Not much")
    NO = 1, _("Not at all")


# Whoever says so is asked if we should call them.
POOR = frozenset({Helped.HARDLY, Helped.NO})


class Presence(TextChoices):
    """What a member of staff is to those who want to chat."""

    OFF = "off", _("Not taking chats")
    AWAY = "away", _("Away")
    ON_PHONE = "phone", _("On the phone")
    THERE = "there", _("Taking chats")
