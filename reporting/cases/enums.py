from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Status(IntegerChoices):
    """Where a case stands. Numbered in the order of the work, so that the triage queue can sort by it."""

    NEW = 10, _("New")
    ACKNOWLEDGED = 20, _("Acknowledged")
    ASSESSED = 30, _("Assessed")
    WORKING = 40, _("Being worked on")
    SIGNPOSTED = 80, _("Signposted")
    CLOSED = 90, _("Closed")


OPEN = frozenset({Status.NEW, Status.ACKNOWLEDGED, Status.ASSESSED, Status.WORKING})
IN_TRIAGE = frozenset({Status.NEW, Status.ACKNOWLEDGED, Status.ASSESSED})
ENDED = frozenset({Status.SIGNPOSTED, Status.CLOSED})

TRANSITIONS = {
    Status.NEW: {Status.ACKNOWLEDGED},
    Status.ACKNOWLEDGED: {Status.ASSESSED, Status.SIGNPOSTED},
    Status.ASSESSED: {Status.ASSESSED, Status.WORKING, Status.SIGNPOSTED},
    Status.WORKING: {Status.WORKING, Status.CLOSED},
    Status.SIGNPOSTED: set(),
    Status.CLOSED: set(),
}

# The same, in words for the person who reported.
STATUS_FOR_REPORTER = {
    Status.NEW: _("We have your report. A person will read it soon."),
    Status.ACKNOWLEDGED: _("A person has read your report and is working out how we can best help."),
    Status.ASSESSED: _("We have decided how serious this is and are choosing the right officer for you."),
    Status.WORKING: _("An officer is working on your case."),
    Status.SIGNPOSTED: _("This is something others can help with better than we can. We wrote to you about who."),
    Status.CLOSED: _("Your case is closed. The letter below says why, and what you can do."),
}


class Source(TextChoices):
    WEB = "web", _("Online form")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")


class PartyRole(TextChoices):
    REPORTER = "reporter", _("Reporter")
    ALLEGED = "alleged", _("Alleged perpetrator")
    WITNESS = "witness", _("Witness")
    SUPPORTER = "supporter", _("Supporter")


class RiskBand(TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Vulnerability(TextChoices):
    """What makes harm likelier or worse for someone, on either side of a case."""

    AGE = "age", _("Their age")
    CHILD = "child", _("Young children, or pregnant")
    DISABILITY = "disability", _("A disability")
    LEARNING = "learning", _("A learning disability or autism")
    MIND = "mind", _("Mental illness or distress")
    MEMORY = "memory", _("Dementia or memory loss")
    ILLNESS = "illness", _("A long illness, or just out of hospital")
    SENSES = "senses", _("Sight or hearing loss")
    READING = "reading", _("Finds reading or writing hard")
    LANGUAGE = "language", _("Speaks little English")
    ALONE = "alone", _("Alone, or cut off from others")
    CARER = "carer", _("Cares for someone")
    CARE_LEAVER = "care_leaver", _("Has left care")
    ABUSE = "abuse", _("Has lived through abuse")
    TARGET = "target", _("Targeted for who they are, or again and again")
    SUBSTANCES = "substances", _("Drink or drugs")
    LOSS = "loss", _("A recent loss")
    MONEY = "money", _("Money troubles")
    OFFLINE = "offline", _("No phone or internet")
    OTHER = "other", _("Something else, written under support needs")


class Relation(TextChoices):
    """Who is reporting."""

    TENANT = "tenant", _("I am your tenant, or live with your tenant")
    NEIGHBOUR = "neighbour", _("I live nearby but am not your tenant")
    WITNESS = "witness", _("I saw or heard something")
    SUPPORTER = "supporter", _("I am helping someone else")
    PROFESSIONAL = "professional", _("I work with someone who is affected")


class EventKind(TextChoices):
    REPORTED = "reported", _("Reported")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ASSESSED = "assessed", _("Assessed")
    SIGNPOSTED = "signposted", _("Signposted")
    ALLOCATED = "allocated", _("Allocated")
    NAMED = "named", _("Who needs to know")
    NOTE = "note", _("Note")
    CONTACT = "contact", _("Contact")
    LEFT_MESSAGE = "left_message", _("Message left for the officer")
    PLAN_ISSUED = "plan_issued", _("Plan sent")
    PLAN_AGREED = "plan_agreed", _("Plan agreed")
    PLAN_QUESTIONED = "plan_questioned", _("Reporter says what is missing")
    STEP_DONE = "step_done", _("Step of the plan done")
    INFORMATION = "information", _("Reporter added information")
    INCIDENT = "incident", _("Reporter added an incident")
    EVIDENCE = "evidence", _("Evidence added")
    TRANSCRIPT = "transcript", _("Chat attached")
    REMOVED = "removed", _("Message removed in the chat")
    WROTE = "wrote", _("We wrote to the reporter")
    READ = "read", _("Opened by")
    GLASS = "glass", _("Opened without being named, because")
    PAUSED = "paused", _("Promises wait")
    RESUMED = "resumed", _("Promises go on")
    REVIEWED = "reviewed", _("Looked at by a manager")
    GIVEN = "given", _("Letter given by hand")
    CLOSED = "closed", _("Closed")
    STORY = "story", _("Suggested as a success story")


class ClockKind(TextChoices):
    ACKNOWLEDGE = "acknowledge", _("Read and acknowledge")
    FIRST_CONTACT = "first_contact", _("Speak to the reporter")
    PLAN = "plan", _("Send the plan")
    KEEP_IN_TOUCH = "keep_in_touch", _("Keep in touch")
    RISK = "risk", _("Look at the risk again")
    MANAGER_REVIEW = "manager_review", _("A manager looks at the case")
    RETURN_CALL = "return_call", _("Call back")
    CLOSING_LETTER = "closing_letter", _("Get the last letter to them")


# What waits while the reporter asks us to wait: all that needs them. The rest we owe whatever they do.
PAUSABLE = frozenset({ClockKind.FIRST_CONTACT, ClockKind.PLAN, ClockKind.KEEP_IN_TOUCH})


class PauseReason(TextChoices):
    """Why promises wait. There is no other reason, and being busy is none."""

    ASKED = "asked", _("The reporter asked us to wait")
    AWAY = "away", _("The reporter is away or in hospital")
    UNSAFE = "unsafe", _("Being in touch now could put the reporter at risk")
    POLICE = "police", _("The police asked us to wait")


class Point(TextChoices):
    """When staff are told of a promise."""

    BEFORE = "before", _("Falls due soon")
    MISSED = "missed", _("Missed")


class CloseReason(TextChoices):
    RESOLVED = "resolved", _("The problem has stopped")
    AGREED = "agreed", _("The reporter agrees that it can be closed")
    NO_EVIDENCE = "no_evidence", _("We did everything in the plan and found no evidence to go further")
    NO_CONTACT = "no_contact", _("We could not reach the reporter after several tries")
    WITHDRAWN = "withdrawn", _("The reporter asked us to stop")
    MOVED = "moved", _("Someone has moved away")
    PASSED_ON = "passed_on", _("Another agency has taken it on")


class ContactOutcome(TextChoices):
    SPOKE = "spoke", _("Spoke to them")
    NO_ANSWER = "no_answer", _("No answer")
    VOICEMAIL = "voicemail", _("Left a voicemail")
    MET = "met", _("Met in person")
    WROTE = "wrote", _("Wrote to them")


class ContactChannel(TextChoices):
    PHONE = "phone", _("Phone")
    VISIT = "visit", _("In person")
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    LETTER = "letter", _("Letter")
    CHAT = "chat", _("Chat")


class Owner(TextChoices):
    """Who does a step of the plan."""

    LANDLORD = "landlord", _("We will")
    REPORTER = "reporter", _("You will")
    PARTNER = "partner", _("A partner will")
