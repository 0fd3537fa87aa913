"""What a turn may have to say no to.

AdvisorError
├─ MessageTooLong
├─ ModelUnavailable
├─ TraceNotFound
├─ TapeDiffers            a replayed turn no longer asks what it asked when recorded
└─ NothingOnOffer         a click on something that is not offered to this person
"""

from assistant.errors import AdvisorError


class MessageTooLong(AdvisorError):
    """The message is longer than a turn reads."""

    code = "message_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"这条消息有 {length:,} 个字，超过了 {limit:,} 字的上限，请分几次发给我。",
            f"The message has {length:,} characters; please send at most {limit:,} at a time.",
        )


class ModelUnavailable(AdvisorError):
    """The language model gave nothing usable."""

    code = "model_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"语言模型暂不可用：{reason}", f"The language model is unavailable: {reason}"
        )


class TraceNotFound(AdvisorError):
    """No turn left a trace with this id."""

    code = "trace_not_found"

    def __init__(self, trace_id: str) -> None:
        super().__init__(
            f"没有编号为 {trace_id} 的留痕，请核对编号。",
            f"There is no trace {trace_id}; please check the id.",
        )


class TapeDiffers(AdvisorError):
    """A replayed turn asks for something the recorded one did not."""

    code = "tape_differs"

    def __init__(self, call: str) -> None:
        super().__init__(
            f"重放时多出了记录中没有的步骤：{call}。程序版本可能与当时不同。",
            f"The replay asks for {call}, which the recorded turn did not; "
            "the program may have changed.",
        )


class NothingOnOffer(AdvisorError):
    """The click is on something not offered."""

    code = "nothing_on_offer"

    def __init__(self, act: str) -> None:
        super().__init__(
            f"现在没有可以“{act}”的事项。", f"There is nothing to {act.replace('_', ' ')} here."
        )
