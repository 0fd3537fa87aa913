import pytest

from prompts import PromptError, render


def test_every_placeholder_is_filled() -> None:
    text = render("misheard", reason="no such slot", message="想买房")
    assert "no such slot" in text
    assert text.endswith("想买房")


@pytest.mark.parametrize(
    "values", [{"reason": "x"}, {"reason": "x", "message": "y", "colour": "z"}]
)
def test_a_missing_or_unused_value_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match="misheard"):
        render("misheard", **values)


def test_an_unknown_prompt_is_refused() -> None:
    with pytest.raises(PromptError, match="no prompt"):
        render("sing")
