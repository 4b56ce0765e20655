"""Where the wizard keeps what was answered: sealed in the draft's row, read once and written once a step."""

from collections.abc import Callable

from django.db import transaction
from formtools.wizard.storage.base import BaseStorage


class DraftStorage(BaseStorage):
    """Over `request.draft`. Nothing is saved on a page that only shows.

    Each change is remembered as a function, so that when another tab saved the same draft meanwhile, it is made
    again to what that tab saved: no answer of either is lost.
    """

    def __init__(self, prefix, request=None, file_storage=None):
        super().__init__(prefix, request, file_storage)
        self.draft = request.draft
        self._changes: list[Callable[[dict], None]] = []
        self._load()

    def _load(self) -> None:
        self.init_data()
        self.data |= {"said": {}, "unfinished": {}, "evidence": [], "has_homes": False, "kind": "", "words": ""}
        self.data |= self.draft.answers

    def change(self, change: Callable[[dict], None]) -> None:
        change(self.data)
        self._changes.append(change)

    # --- What the wizard asks for -----------------------------------------------------------------

    def set_step_data(self, step, cleaned_data):
        values = dict(cleaned_data.lists())

        def keep(data):
            data["step_data"][step] = values
            data["unfinished"].pop(step, None)

        self.change(keep)

    def set_step_files(self, step, files):
        """Nothing: a file is sealed by itself as soon as it comes, and the draft keeps its number."""

    def reset(self):
        """After sending: the draft itself was emptied with the sending."""
        self._changes.clear()
        self.init_data()

    def update_response(self, response):
        if self._changes:
            self.save()

    # --- What is ours -----------------------------------------------------------------------------

    def save(self) -> None:
        """Raises `AlreadySent` or `Draft.DoesNotExist` when there is no draft to save to any more."""
        if not self.draft.keep(self._to_keep()):
            with transaction.atomic():
                self.draft.load_again()
                self._load()
                for change in self._changes:
                    change(self.data)
                self.draft.keep(self._to_keep())
        self._changes.clear()

    def _to_keep(self) -> dict:
        return {name: value for name, value in self.data.items() if name != "step"}

    def answer(self, step: str, field: str) -> str:
        """The last raw value given to a field, as a condition reads it; empty when there is none."""
        values = self.data["step_data"].get(step, {}).get(f"{step}-{field}") or [""]
        return values[-1]

    def is_answered(self, step: str) -> bool:
        return step in self.data["step_data"]

    def set_said(self, step: str, rows: list[list[str]]) -> None:
        self.change(lambda data: data["said"].__setitem__(step, rows))

    def said(self, step: str) -> list[list[str]]:
        return self.data["said"].get(step, [])

    def set_has_homes(self, has_homes: bool) -> None:
        self.change(lambda data: data.__setitem__("has_homes", has_homes))

    def ask_again(self, *steps: str) -> None:
        """Steps no longer count as answered; what was typed waits there, to be used or changed."""

        def put_back(data):
            for step in steps:
                if step in data["step_data"]:
                    data["unfinished"][step] = data["step_data"].pop(step)

        self.change(put_back)

    def keep_unfinished(self, step: str, values: dict) -> None:
        self.change(lambda data: data["unfinished"].__setitem__(step, values))

    @property
    def evidence_ids(self) -> list[int]:
        return list(self.data["evidence"])

    def add_evidence(self, pk: int) -> None:
        self.change(lambda data: data["evidence"].append(pk))

    def drop_evidence(self, pk: int) -> None:
        def drop(data):
            data["evidence"] = [each for each in data["evidence"] if each != pk]

        self.change(drop)
