-- Customers of the day whose consent to prediction is in force when it is used, and whether their accounts may be read.
CREATE OR REPLACE TEMP TABLE ranked AS
WITH given AS (
    SELECT customer_id, purpose FROM consents
    WHERE purpose IN ('need_prediction', 'sensitive_financial')
      AND granted_at < $used::DATE + 1 AND (expires_at IS NULL OR expires_at > $used::DATE + 1)
      AND (withdrawn_at IS NULL OR withdrawn_at > $used::DATE + 1)
)
SELECT row_number() OVER (ORDER BY customer_id) - 1 AS row_no, customer_id,
    customer_id IN (SELECT customer_id FROM given WHERE purpose = 'sensitive_financial') AS financial
FROM customers
WHERE customer_id IN (SELECT customer_id FROM given WHERE purpose = 'need_prediction')
  AND opened_on <= $day
