"""What can stop learning, in words that say what to do."""

from datetime import date
from pathlib import Path

from graph.errors import GraphError


class NothingToLearnFrom(GraphError):
    """The feeds hold no history before the day."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"{day} 之前没有可供学习的记录：请先装载更早的数据，或换一个更晚的日期。"
            f" The feeds hold nothing to learn from before {day};"
            " load earlier data or name a later day."
        )


class ModelOfAnotherVersion(GraphError):
    """A stored model was written by another version of the program."""

    def __init__(self, path: Path, found: object) -> None:
        super().__init__(
            f"{path} 中的模型由另一版本写成（格式 {found}），不能使用："
            "请运行 advisor needs train 重新训练。"
            f" The model in {path} was written by another version (format {found}) and is not used;"
            " run advisor needs train."
        )


class NoEarlierModel(GraphError):
    """There is no model to go back to."""

    def __init__(self) -> None:
        super().__init__("没有可以退回的模型。 There is no earlier model to go back to.")


class DamagedModel(GraphError):
    """A stored model cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} 中的模型文件已损坏或不完整，不能使用："
            "请运行 advisor needs rollback 退回上一版，或运行 advisor needs train 重新训练。"
            f" The model in {path} is damaged or incomplete and is not used; go back with"
            " advisor needs rollback, or run advisor needs train."
        )


class NothingLearned(GraphError):
    """No models are in use."""

    def __init__(self) -> None:
        super().__init__(
            "还没有投入使用的模型，需求按声明的规则预测：请先运行 advisor needs train。"
            " No models are in use and needs follow the declared rules; run advisor needs train."
        )
