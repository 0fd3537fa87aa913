-- Payments and receipts whose words point to an event.
WITH wanted AS (SELECT unnest($events) AS event, unnest($phrases) AS phrase),
owners AS (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
)
SELECT customer_id, event, posted_at::DATE AS seen_on,
    CASE WHEN any_value(amount_minor) < 0 THEN 'payment' ELSE 'receipt' END AS kind,
    arg_max(phrase, length(phrase)) AS phrase, any_value(coalesce(memo, counterparty)) AS text,
    1 AS share, 'transactions/' || transaction_id AS row
FROM transactions JOIN owners USING (account_id)
JOIN wanted ON contains(lower(concat_ws(' ', memo, counterparty)), phrase)
WHERE posted_at >= $since AND posted_at < $until
  AND ($customer IS NULL OR customer_id = $customer)
GROUP BY transaction_id, customer_id, event, posted_at
