"""What can go wrong in the compliance room.

AdvisorError
└─ UnknownRule
"""

from typing import ClassVar

from assistant.errors import AdvisorError


class UnknownRule(AdvisorError):
    """No rule has this key."""

    code: ClassVar[str] = "unknown_rule"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"没有编号为“{key}”的合规规则，请从规则清单中选择。",
            f'There is no rule "{key}"; choose one from the list of rules.',
        )
        self.key = key
