"""One turn: understand, act, compose, verify."""

from assistant.conversation.memories import Memories
from assistant.conversation.situation import Ports
from assistant.conversation.traces import Trace, Traces
from assistant.conversation.turn import Advisor, Phraser, Understander

__all__ = ["Advisor", "Memories", "Phraser", "Ports", "Trace", "Traces", "Understander"]
