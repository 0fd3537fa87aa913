-- Payments at merchants of the events. A merchant seen month after month is a habit and points to
-- little, as does a code that many events share.
WITH wanted AS (SELECT unnest($events) AS event, unnest($codes) AS mcc),
owners AS (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
),
seen AS (
    SELECT customer_id, mcc, posted_at::DATE AS seen_on, any_value(counterparty) AS text,
        'transactions/' || min(transaction_id) AS row
    FROM transactions JOIN owners USING (account_id)
    WHERE amount_minor < 0 AND mcc IS NOT NULL AND posted_at >= $since AND posted_at < $until
      AND ($customer IS NULL OR customer_id = $customer)
    GROUP BY 1, 2, 3
),
habits AS (
    SELECT customer_id, mcc, count(DISTINCT date_trunc('month', seen_on)) AS months
    FROM seen GROUP BY 1, 2
),
shared AS (SELECT mcc, count(*) AS events FROM wanted GROUP BY 1)
SELECT customer_id, event, seen_on, 'merchant' AS kind, mcc AS phrase, text,
    1 / (events * months) AS share, row
FROM seen JOIN wanted USING (mcc) JOIN habits USING (customer_id, mcc) JOIN shared USING (mcc)
