"""What the assistant may have to say no to.

AdvisorError(zh, en)
├─ privacy:      WrongSignIn  SignInLocked  NotAllowed  ConsentMissing
├─ planning:     UnknownCalculator  BadInput  InputsMissing  UnknownPack  UnknownAssumption
├─ service:      PlanNotFound  WrongStatus  OwnDraft
└─ conversation: MessageTooLong  ModelUnavailable  TraceNotFound
Each room defines its own in `errors.py`; each carries one sentence in both languages that says
what is wrong and what to do.
"""

from typing import ClassVar


class AdvisorError(Exception):
    """Root of the assistant's errors; `code` is stable for programs."""

    code: ClassVar[str] = "advisor_error"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en

    def sentence(self, lang: str) -> str:
        """The sentence in `lang` ("zh" or "en")."""
        return self.en if lang == "en" else self.zh
