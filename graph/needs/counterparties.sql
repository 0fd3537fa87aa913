-- Payments to a kind of counterparty that points to an event.
WITH wanted AS (SELECT unnest($events) AS event, unnest($kinds) AS counterparty_kind),
owners AS (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
)
SELECT customer_id, event, posted_at::DATE AS seen_on, 'payment' AS kind,
    counterparty_kind AS phrase, coalesce(memo, counterparty) AS text, 1 AS share,
    'transactions/' || transaction_id AS row
FROM transactions JOIN owners USING (account_id) JOIN wanted USING (counterparty_kind)
WHERE amount_minor < 0 AND posted_at >= $since AND posted_at < $until
  AND ($customer IS NULL OR customer_id = $customer)
