-- Consents of the feed that are in force at the moment.
CREATE OR REPLACE TEMP TABLE in_force AS
SELECT customer_id, purpose, consent_id, coalesce(authorisation, 'first') = 'second' AS second
FROM consents
WHERE granted_at <= $now AND (expires_at IS NULL OR expires_at > $now)
  AND (withdrawn_at IS NULL OR withdrawn_at > $now)
