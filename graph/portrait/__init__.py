"""The portrait: what the bank believes of a customer, and from which rows."""
