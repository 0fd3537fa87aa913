-- Outgoing transfers to people and unknown payees, each beside what the customer sent before; minor
-- units. `usual` and `payee_before` look at the days before; `lately` counts up to the transfer.
WITH owners AS (SELECT account_id, customer_id FROM accounts),
sent AS (
    SELECT t.transaction_id, customer_id, posted_at, -amount_minor AS amount, t.currency,
        coalesce(counterparty, '') AS payee
    FROM transactions t JOIN owners USING (account_id)
    WHERE amount_minor < 0 AND posted_at <= $now AND coalesce(channel, '') <> 'pos' AND mcc IS NULL
      AND list_contains($kinds, coalesce(counterparty_kind, 'other'))
      AND ($customer IS NULL OR customer_id = $customer)
),
looked AS (SELECT * FROM sent WHERE posted_at > $since AND amount >= $least),
beside AS (
    SELECT l.transaction_id, count(s.transaction_id) AS history,
        quantile_cont(s.amount, $share) AS usual,
        coalesce(bool_or(s.payee = l.payee AND s.payee <> ''), false) AS payee_before,
        count(*) FILTER (s.posted_at > l.posted_at - to_hours($hours::INTEGER)) AS lately
    FROM looked l LEFT JOIN sent s ON s.customer_id = l.customer_id AND s.currency IS NOT DISTINCT FROM l.currency
        AND (s.posted_at, s.transaction_id) < (l.posted_at, l.transaction_id)
        AND s.posted_at >= l.posted_at - to_days($days::INTEGER)
    GROUP BY 1
)
SELECT l.*, b.history, b.usual, b.payee_before, 1 + b.lately AS lately,
    c.birth_date, c.monthly_income_minor AS income
FROM looked l JOIN beside b USING (transaction_id) JOIN customers c USING (customer_id)
ORDER BY l.posted_at, l.transaction_id
