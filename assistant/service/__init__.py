"""What happens after a draft: review, delivery, tasks."""
