"""Words to typed commands without a model, in Chinese and English."""

from assistant.conversation.understanding.amounts import Spoken, values
from assistant.conversation.understanding.engine import LocalEngine
from assistant.conversation.understanding.text import language_of

__all__ = ["LocalEngine", "Spoken", "language_of", "values"]
