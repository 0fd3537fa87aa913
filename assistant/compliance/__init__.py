"""The rules a message, a reply or a plan must pass, each with its clause."""

from assistant.compliance.rulebook import Rulebook as Rulebook
