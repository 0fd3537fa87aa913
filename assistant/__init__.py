"""The advisor: conversation, planning, compliance, privacy, service and their channels."""
