"""Identity, access, masking and the audit ledger."""
