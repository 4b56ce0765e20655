"""The quick replies that every installation begins with. The landlord's own staff change them at the desk.

Numbers and what they are for: only what is checked in the partner directory's own list. The other languages have a few of the
simplest, translated by a machine and marked so (decision 016).
"""

from dataclasses import dataclass

from reporting.kinds import Kind


@dataclass(frozen=True)
class First:
    title: str
    text: str
    topic: str = ""
    language: str = "en-gb"

    @property
    def by_machine(self) -> bool:
        return self.language != "en-gb"


FIRST = [
    First(
        "Greeting",
        "Hello {visitor}, I am {me}. Thank you for writing to us. Are you safe where you are now?",
    ),
    First(
        "Are you safe now?",
        "Before we go on: are you safe right now? You can answer with just yes or no.",
    ),
    First(
        "In danger now: call 999",
        "If you or anyone else is in danger now, please call 999 and say where you are. You can come back to this chat"
        " later.",
    ),
    First(
        "Cannot speak: 999, then 55",
        "If it is not safe to speak: call 999 from a mobile. When you are told to, press 55. This works only on a mobile"
        " phone. It does not tell the police where you are.",
    ),
    First(
        "Cannot use a phone: text 999",
        "You can text 999, but your phone must be signed up first. To sign up, text the word register to 999.",
    ),
    First(
        "A crime, but not happening now: 101",
        "If it is a crime, but it is not happening now, you can tell the police on 101. Please keep the number that they"
        " give you for it.",
    ),
    First(
        "How to leave this page at once",
        "You can press “Leave this site” at any time. This chat then closes. What you looked at stays in the history of"
        " your browser.",
    ),
    First(
        "Please wait",
        "I am finding something out for you. Please stay here if you can. You can keep writing.",
    ),
    First(
        "Are you still there?",
        "Are you still there? There is no hurry. If I do not hear from you, I will end this chat. You can start a new one"
        " at any time.",
    ),
    First(
        "We will make a case",
        "I would like to make a case of this, so that you do not have to tell it again. You will get a reference and a"
        " secret code here. Only you can see the code. Please write both down. Is that all right?",
    ),
    First(
        "How may we reach you?",
        "What is a safe way to reach you: a call, a text or an e-mail? Does anyone else see or hear your messages? Are"
        " there times when we should not call?",
    ),
    First(
        "What happens next",
        "{reply_promise} An officer then speaks with you and agrees a plan with you. With your reference and your secret"
        " code you can see on “Your case” what we do.",
    ),
    First(
        "We will call you",
        "We will call you within 24 hours. Which number is safe, and when is it safe to call?",
    ),
    First(
        "How to keep a diary",
        "Please write down each time it happens: the day, when it began and stopped, where it was, what happened and what"
        " it did to you. Write down only what you saw or heard yourself. A few words are enough.",
    ),
    First(
        "Stay safe",
        "Please do not put yourself at risk to find something out for us. You do not need to follow or watch anyone, or to"
        " speak to them about it.",
    ),
    First(
        "Noise: what to write down",
        "It helps to write down when the noise started and stopped, what kind of noise it was, which rooms you heard it in"
        " and what it kept you from doing, such as sleeping.",
        Kind.NOISE,
    ),
    First(
        "Noise of daily life",
        "Sounds of daily life, such as footsteps, a baby or children at play, are usually not anti-social behaviour, even"
        " when they are hard to live with. If it is loud, at night or goes on for long, tell me more about it.",
        Kind.NOISE,
    ),
    First(
        "Drugs: what to write down",
        "Please do not watch or follow anyone. If you notice something from your own home, write down the time and the"
        " place, and any smells, callers or cars.",
        Kind.DRUGS,
    ),
    First(
        "Threats: keep them, do not answer",
        "Please keep messages and voicemails, and do not answer them. Write down the exact words, as near as you can, and"
        " who else saw or heard it. If they are near you now, call 999.",
        Kind.HARASSMENT,
    ),
    First(
        "Hate: how you see it counts",
        "I am sorry that this was said to you. If you feel that it was because of who you are, that is enough for us to"
        " write it down as hate. What were the words, as near as you can remember?",
        Kind.HATE_RACIAL,
    ),
    First(
        "Abuse at home: thank you for telling me",
        "Thank you for telling me. It is not your fault. Only those who need to know can open your case. If someone comes"
        " in, you can press “Leave this site”. Are you safe to write now?",
        Kind.DOMESTIC_ABUSE,
    ),
    First(
        "Someone to talk to at any hour",
        "If it all gets too much, you can talk to Samaritans on 116 123 at any hour. It is free. If your life is in danger"
        " now, call 999.",
    ),
    First(
        "Not anti-social behaviour",
        "I am sorry that this is hard for you. From what you tell me, it is not something that we can deal with as"
        " anti-social behaviour. I can tell you who may be able to help. Would you like that?",
    ),
    First(
        "About something else: call us",
        "This chat is for anti-social behaviour. My colleagues can help you with anything else. Please call {phone}.",
    ),
    First(
        "When the chat is open",
        "The chat is open from {opens} to {closes}, Monday to Friday, not on bank holidays. You can make a report at any"
        " hour, and ask us to call you back.",
    ),
    First(
        "Out of hours",
        "When we are closed you can call our out-of-hours number, {out_of_hours_phone}. In danger, call 999 first.",
    ),
    First(
        "Closing the chat",
        "Is there anything else that I can help you with? If not, I will end this chat. Thank you for telling us, and take"
        " care.",
    ),
    First("Greeting (Polish)", "Dzień dobry. Czy jest Pan/Pani teraz w bezpiecznym miejscu?", language="pl"),
    First(
        "In danger now (Polish)",
        "Jeśli komuś grozi teraz niebezpieczeństwo, proszę zadzwonić pod numer 999.",
        language="pl",
    ),
    First("Please wait (Polish)", "Proszę chwilę poczekać. Szukam dla Pana/Pani informacji.", language="pl"),
    First("Greeting (Urdu)", "السلام علیکم۔ کیا آپ اس وقت محفوظ ہیں؟", language="ur"),
    First("In danger now (Urdu)", "اگر کوئی اس وقت خطرے میں ہے تو براہ کرم 999 پر کال کریں۔", language="ur"),
    First("Please wait (Urdu)", "براہ کرم تھوڑا انتظار کریں۔ ہم آپ کے لیے معلوم کر رہے ہیں۔", language="ur"),
    First("Greeting (Arabic)", "مرحبًا. هل أنت في مكان آمن الآن؟", language="ar"),
    First("In danger now (Arabic)", "إذا كان أي شخص في خطر الآن، يرجى الاتصال بالرقم 999.", language="ar"),
    First("Please wait (Arabic)", "يرجى الانتظار قليلًا. أنا أبحث لك عن المعلومات.", language="ar"),
]
STEP = 10


def add_first_replies(model) -> None:
    """All of them, as rows of `model`, where there is none yet."""
    if model.objects.exists():
        return
    model.objects.bulk_create(
        model(
            title=each.title,
            text=each.text,
            topic=each.topic,
            language=each.language,
            by_machine=each.by_machine,
            order=number * STEP,
        )
        for number, each in enumerate(FIRST, 1)
    )
