from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexical import tokens
from knowledge.tokenizing import Vocabulary


@given(st.lists(st.text("撤回同意ab3. ，\n", max_size=15), max_size=6))
def test_texts_become_the_numbers_of_their_tokens(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    parts = list(vocabulary.encoded(texts))
    for place, text in enumerate(texts):
        expected = Counter(vocabulary.code(one) for one in tokens(text))
        found = [code for codes, owners in parts for code in codes[owners == place].tolist()]
        assert Counter(found) == expected


def test_a_word_no_text_holds_has_no_number() -> None:
    assert Vocabulary().code("pipl") is None
