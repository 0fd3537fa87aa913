"""How many paraphrases nobody trained on are understood, beside the scorer alone."""

from pathlib import Path

import pytest
import yaml

from assistant.conversation.understanding.intents import scorer, wishes
from assistant.conversation.understanding.lexicon import examples
from assistant.conversation.understanding.text import folded

HERE = Path(__file__).parent


def paraphrases(name: str) -> list[tuple[str, str]]:
    data = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        (sentence, command)
        for command, langs in data.items()
        for block in langs.values()
        for sentence in block.splitlines()
    ]


def macro_f1(seen: list[str], wanted: list[str]) -> float:
    def f1(label: str) -> float:
        hits = sum(one == two == label for one, two in zip(seen, wanted, strict=True))
        return 2 * hits / (seen.count(label) + wanted.count(label))

    labels = sorted(set(wanted))
    return sum(map(f1, labels)) / len(labels)


@pytest.mark.parametrize("name", ["held_out", "third_look"])
def test_paraphrases_are_understood_better_than_by_the_scorer_alone(name: str) -> None:
    said, wanted = zip(*paraphrases(name), strict=True)
    blended = [wishes(folded(one))[0].command for one in said]
    alone = [scorer().best(one) for one in said]
    assert macro_f1(blended, list(wanted)) >= 0.92
    assert macro_f1(blended, list(wanted)) > macro_f1(alone, list(wanted))


@pytest.mark.parametrize("name", ["held_out", "third_look"])
def test_no_paraphrase_is_trained_on(name: str) -> None:
    trained = {sentence for sentence, _ in examples()}
    assert trained.isdisjoint(sentence for sentence, _ in paraphrases(name))


def test_every_command_has_enough_examples_in_both_languages() -> None:
    data = yaml.safe_load(
        (HERE.parents[3] / "assistant/conversation/understanding/examples.yaml").read_text("utf-8")
    )
    counts = {name: (len(one["zh"].splitlines()), len(one["en"].splitlines()))
              for name, one in data.items()}  # fmt: skip
    assert {name: count for name, count in counts.items() if count[0] < 30 or count[1] < 15} == {}
