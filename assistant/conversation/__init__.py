"""One turn: understand, act, compose, verify."""

from assistant.conversation.engines import Phraser, Understander
from assistant.conversation.memories import Memories
from assistant.conversation.situation import Ports
from assistant.conversation.traces import Trace, Traces
from assistant.conversation.turn import Advisor

__all__ = ["Advisor", "Memories", "Phraser", "Ports", "Trace", "Traces", "Understander"]
