"""Access by policy: Cedar texts decide who may do what with whose data."""

from pathlib import Path
from typing import Final

import cedarpy

from assistant.privacy.errors import NotAllowed
from assistant.privacy.model import AccessDecision, Act, Speaker, Subject

POLICIES: Final = Path(__file__).parent / "policies"
NOTHING_PERMITS: Final = AccessDecision(
    allowed=False,
    policy="default.deny",
    reason="您的身份不能办理这项操作。如确有需要，请联系客户经理或系统管理员。",
    reason_en="Your role does not allow this. Please ask your advisor or the administrator.",
)


class Access:
    """Decides acts by the policies of a folder; what no policy permits is denied."""

    def __init__(self, folder: Path = POLICIES) -> None:
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.cedar"))]
        self._policies = cedarpy.PolicySet.from_str("\n".join(texts))
        self._notes = {
            key: dict(policy.annotations)
            for key, policy in self._policies.to_pst().static_policies.items()
        }

    def decide(self, speaker: Speaker, act: Act, subject: Subject) -> AccessDecision:
        """Whether `speaker` may do `act` with `subject`, by which policy, and why.

        A policy that cannot be evaluated denies.
        """
        answer = cedarpy.is_authorized(_request(act), self._policies, _entities(speaker, subject))
        reasons = sorted(answer.diagnostics.reasons, key=lambda key: self._notes[key]["id"])
        if answer.diagnostics.errors or not reasons:
            return NOTHING_PERMITS
        notes = self._notes[reasons[0]]
        return AccessDecision(
            allowed=answer.allowed, policy=notes["id"], reason=notes["zh"], reason_en=notes["en"]
        )

    def require(self, speaker: Speaker, act: Act, subject: Subject) -> None:
        """Return when the act is allowed.

        Raises:
            NotAllowed: It is not; the sentence says why.
        """
        decision = self.decide(speaker, act, subject)
        if not decision.allowed:
            raise NotAllowed(decision.reason, decision.reason_en)


def _request(act: Act) -> dict[str, object]:
    return {
        "principal": {"type": "Person", "id": "speaker"},
        "action": {"type": "Action", "id": act},
        "resource": {"type": "Subject", "id": "subject"},
    }


def _entities(speaker: Speaker, subject: Subject) -> list[dict[str, object]]:
    """Speaker and subject as Cedar entities; a field that is None is an absent attribute."""
    return [
        {
            "uid": {"type": "Person", "id": "speaker"},
            "attrs": {"role": speaker.role, "person_id": speaker.person_id},
            "parents": [],
        },
        {
            "uid": {"type": "Subject", "id": "subject"},
            "attrs": subject.model_dump(exclude_none=True),
            "parents": [],
        },
    ]
