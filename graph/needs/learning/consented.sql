-- Customers of the day whose consent to prediction is in force, and whether their accounts may be read.
CREATE OR REPLACE TEMP TABLE ranked AS
SELECT row_number() OVER (ORDER BY customer_id) - 1 AS row_no, customer_id,
    customer_id IN (
        SELECT customer_id FROM in_force WHERE purpose = 'sensitive_financial'
    ) AS financial
FROM customers
WHERE customer_id IN (SELECT customer_id FROM in_force WHERE purpose = 'need_prediction')
  AND coalesce(opened_on, $day) <= $day
