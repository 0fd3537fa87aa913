-- Currency bought or sent out for a purpose of an event.
WITH wanted AS (SELECT unnest($events) AS event, unnest($purposes) AS purpose)
SELECT customer_id, event, traded_at::DATE AS seen_on, 'exchange' AS kind, purpose AS phrase,
    currency AS text, 1 AS share, 'fx/' || fx_id AS row
FROM fx JOIN wanted USING (purpose)
WHERE side IN ('buy', 'remit_out') AND traded_at >= $since AND traded_at < $until
  AND ($customer IS NULL OR customer_id = $customer)
