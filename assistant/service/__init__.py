"""What happens after a draft: review, delivery, tasks."""

from assistant.service.attention import Attention as Attention
from assistant.service.attention import Hear as Hear
from assistant.service.desk import Desk as Desk
from assistant.service.follow_up import FollowUp as FollowUp
from assistant.service.foresight import Foresight as Foresight
from assistant.service.grounding import Grounding as Grounding
from assistant.service.inbox import Inbox as Inbox
from assistant.service.recheck import Recheck as Recheck
from assistant.service.safety import Safeguard as Safeguard
from assistant.service.tasks import Tasks as Tasks
