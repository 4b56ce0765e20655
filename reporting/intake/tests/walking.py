"""Going through the report as a browser without JavaScript does."""

from django.urls import reverse

DANGER = {"now": "no"}
NAMED = {"relation": "tenant", "named": "named", "name": "Robin Example"}
ANONYMOUS = {"relation": "neighbour", "named": "anonymous"}
NOISE = {"kind": "noise"}
STORY = {"what_happened": "Loud music through the wall most nights."}
PLACE = {"place": "The stairs of Imaginary House"}
BY_EMAIL = {"prefers": "email"}
EMAIL = {"email": "robin@tenant.example", "shared": "no"}
TRUE = {"true": "on"}

# The answers of someone who gives their name and leaves out what may be left out.
SHORTEST = {
    "danger": DANGER,
    "who": NAMED,
    "what": NOISE,
    "details": STORY,
    "where": PLACE,
    "when": {},
    "people": {},
    "effect": {},
    "household": {},
    "needs": {},
    "evidence": {},
    "wish": {},
    "contact": BY_EMAIL,
    "reach": EMAIL,
    "check": TRUE,
}
NOT_CONTACTED = {"contact": {"prefers": "none"}, "reach": None}


class Walker:
    """`client` going through one report. Each `give` posts a step and follows to the page it leads to."""

    address = "report:%s"
    prefix = "report_wizard"

    def __init__(self, client, **start):
        self.client = client
        self.page = client.post(self.url("start"), start, follow=True)
        self.draft = self.step_of(self.page.request["PATH_INFO"], -2)

    def url(self, name, *args):
        return reverse(self.address % name, args=args)

    def at(self, step):
        return self.url("step", self.draft, step)

    @staticmethod
    def step_of(path, place=-1):
        return path.strip("/").split("/")[place]

    @property
    def step(self):
        return self.step_of(self.page.request["PATH_INFO"])

    def look(self, step, **kwargs):
        self.page = self.client.get(self.at(step), follow=True, **kwargs)
        return self.page

    def post(self, step, answers=(), *, buttons=(), **kwargs):
        data = {f"{step}-{name}": value for name, value in dict(answers).items()}
        data |= {f"{self.prefix}-current_step": step} | dict(buttons)
        return self.client.post(self.at(step), data, **kwargs)

    def give(self, step, answers=(), **kwargs):
        self.page = self.post(step, answers, follow=True, **kwargs)
        return self.page

    def walk(self, answers=None, *, until=None, **changes):
        """Give all of `answers` (the shortest, when left out, with `changes`), stopping before `until`."""
        for step, given in ((answers or SHORTEST) | changes).items():
            if step == until:
                return self
            if given is not None:
                self.give(step, given)
        return self

    def errors(self):
        return self.page.context["form"].errors


class PhoneWalker(Walker):
    address = "phone_report_%s"
    prefix = "phone_report_wizard"
