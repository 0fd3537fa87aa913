from io import StringIO

from assistant.channels.steps import Steps


def test_each_step_is_one_line_with_its_seconds() -> None:
    out, moments = StringIO(), iter([0.0, 0.0, 2.5, 2.5, 3.0])
    steps = Steps(out, lambda: next(moments))
    steps("载入 Loading")
    steps("预测 Forecast")
    steps.end()
    assert out.getvalue() == "· 载入 Loading 2.5 s\n· 预测 Forecast 0.5 s\n"


def test_ending_nothing_says_nothing() -> None:
    out = StringIO()
    steps = Steps(out, lambda: 4.0)
    steps.end()
    assert out.getvalue() == ""
    assert steps.seconds == 0
