-- What of each customer decides about contact: contacts lately, arrears, running loans, products held.
-- An answer on a day the customer turned to the bank is no contact. What is overwritten as time passes
-- (arrears, the status of a loan) counts only where it was learned by then.
WITH lately AS (
    SELECT customer_id, count(*) AS contacts FROM contacts c
    WHERE direction = 'out' AND "at" >= $lately AND "at" < $until
      AND NOT EXISTS (
        SELECT 1 FROM contacts i WHERE i.customer_id = c.customer_id
          AND coalesce(i.direction, 'in') = 'in' AND i."at"::DATE = c."at"::DATE
      )
    GROUP BY 1
),
owing AS (
    SELECT customer_id,
        bool_or(coalesce(arrears_days, 0) >= $arrears AND learned_at < $until) AS in_arrears,
        list(DISTINCT purpose) FILTER (coalesce(status, 'active') = 'active'
            OR learned_at >= $until) AS loans
    FROM loans
    WHERE granted_on <= $today AND granted_on + to_months(term_months::INTEGER) > $today
    GROUP BY 1
),
holding AS (
    SELECT h.customer_id, list(DISTINCT family) AS families
    FROM holdings h JOIN products USING (product_code)
    WHERE bought_on IS NULL OR bought_on <= $today
    GROUP BY 1
)
SELECT customer_id, coalesce(contacts, 0) AS contacts, coalesce(in_arrears, false) AS in_arrears,
    coalesce(loans, []) AS loans, coalesce(families, []) AS families
FROM customers
LEFT JOIN lately USING (customer_id) LEFT JOIN owing USING (customer_id)
LEFT JOIN holding USING (customer_id)
WHERE ($customer IS NULL OR customer_id = $customer)
  AND (contacts > 0 OR in_arrears OR len(loans) > 0 OR len(families) > 0)
