"""What the channels refuse by themselves, and the status each refusal has over HTTP.

AdvisorError
├─ NotSignedIn       nobody is signed in
├─ StaffOnly         a customer asked for a page of the staff
├─ ForeignForm       a form was sent from another site
├─ BodyTooLarge      the request is larger than any of ours
├─ FileNotSupported  a file came with a message
├─ NotConfirmed      an approval came without its tick
├─ ClauseNotFound    neither held nor named by a plan
├─ NeedNotFound      a need is not foreseen, or no longer
├─ DocumentNotFound  no policy document is kept under a name
└─ PageNotFound
"""

from typing import ClassVar, Final

from assistant.errors import AdvisorError


class NotSignedIn(AdvisorError):
    """Nobody is signed in."""

    code: ClassVar[str] = "not_signed_in"

    def __init__(self) -> None:
        super().__init__("请先登录。", "Please sign in first.")


class StaffOnly(AdvisorError):
    """A customer asked for what only staff may see."""

    code: ClassVar[str] = "staff_only"

    def __init__(self) -> None:
        super().__init__(
            "此处仅供本行员工使用。", "This part is for members of the bank's staff only."
        )


class ForeignForm(AdvisorError):
    """A form was sent from another site."""

    code: ClassVar[str] = "foreign_form"

    def __init__(self) -> None:
        super().__init__(
            "该请求不是从本站页面发出的，未执行。请在本站重新操作。",
            "This request did not come from a page of ours and was not carried out. "
            "Please repeat it here.",
        )


class BodyTooLarge(AdvisorError):
    """The request is larger than any of ours."""

    code: ClassVar[str] = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"内容过大（上限 {limit:,} 字节），请缩短后再发。",
            f"The content is too large (at most {limit:,} bytes). Please shorten it.",
        )


class FileNotSupported(AdvisorError):
    """A file came with a message."""

    code: ClassVar[str] = "file_not_supported"

    def __init__(self) -> None:
        super().__init__(
            "暂不支持读取文件。请把需要的内容用文字告诉我，或在工作时间联系您的客户经理。",
            "I cannot read files. Please tell me what matters in words, or contact your advisor.",
        )


class NotConfirmed(AdvisorError):
    """An approval came without the tick that says it was checked."""

    code: ClassVar[str] = "not_confirmed"

    def __init__(self) -> None:
        super().__init__(
            "请先勾选“已核对”再批准，当前没有执行任何操作。",
            "Please tick that you have checked the plan; nothing was carried out.",
        )


class PageNotFound(AdvisorError):
    """No such page."""

    code: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__("没有找到这个页面。", "There is no such page.")


class ClauseNotFound(AdvisorError):
    """No clause has this id, and nothing rests on one of that name."""

    code: ClassVar[str] = "clause_not_found"

    def __init__(self, clause: str) -> None:
        super().__init__(
            f"没有找到条款 {clause}。请用条款编号或“文档 条号”，例如：个人贷款管理办法 7。",
            f"There is no clause {clause}. Use its id, or document and article, "
            "e.g. 个人贷款管理办法 7.",
        )


class NeedNotFound(AdvisorError):
    """Nothing of this event is foreseen of the customer."""

    code: ClassVar[str] = "need_not_found"

    def __init__(self, event: str) -> None:
        super().__init__(
            f"没有预见该客户的“{event}”需求：近期没有迹象，或客户没有同意需求预测。",
            f"No need of {event} is foreseen: no signals lately, or no consent to it.",
        )


class DocumentNotFound(AdvisorError):
    """No policy document, and no suspicious clause, is kept under this name."""

    code: ClassVar[str] = "document_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"库里没有“{name}”。请用 advisor policies list 查看文档，用 flagged 查看可疑条款。",
            f"The library holds no {name}. See advisor policies list for documents, and flagged "
            "for suspicious clauses.",
        )


STATUS: Final[dict[str, int]] = {
    "not_signed_in": 401,
    "wrong_sign_in": 401,
    "sign_in_locked": 429,
    "staff_only": 403,
    "foreign_form": 403,
    "not_allowed": 403,
    "consent_missing": 403,
    "own_draft": 403,
    "not_found": 404,
    "plan_not_found": 404,
    "clause_not_found": 404,
    "document_not_found": 404,
    "need_not_found": 404,
    "task_not_found": 404,
    "customer_not_found": 404,
    "trace_not_found": 404,
    "unknown_calculator": 404,
    "unknown_pack": 404,
    "wrong_status": 409,
    "plan_blocked": 409,
    "plan_expired": 409,
    "version_conflict": 409,
    "nothing_on_offer": 409,
    "tape_differs": 409,
    "too_large": 413,
    "message_too_long": 413,
    "file_not_supported": 415,
    "bad_input": 422,
    "reason_missing": 422,
    "not_confirmed": 422,
    "inputs_missing": 422,
    "unknown_assumption": 422,
    "model_unavailable": 503,
}


def status_of(error: AdvisorError) -> int:
    """The HTTP status of a refusal; 400 for one without its own."""
    return STATUS.get(error.code, 400)


class TagNotFound(AdvisorError):
    """The customer has no such tag on the graph."""

    code: ClassVar[str] = "tag_not_found"

    def __init__(self, customer_id: str, key: str) -> None:
        super().__init__(
            f"{customer_id} 没有标签 {key}。请用 advisor portrait show {customer_id} 查看。",
            f"{customer_id} has no tag {key}. See advisor portrait show {customer_id}.",
        )
