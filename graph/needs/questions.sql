-- What customers asked, by the phrases of the events.
WITH wanted AS (SELECT unnest($events) AS event, unnest($phrases) AS phrase)
SELECT customer_id, event, "at"::DATE AS seen_on, 'chat' AS kind,
    arg_max(phrase, length(phrase)) AS phrase, NULL AS text, 1 AS share,
    'contacts/' || contact_id AS row
FROM contacts JOIN wanted ON contains(lower(text), phrase)
WHERE coalesce(direction, 'in') = 'in'
  AND "at" >= $since AND "at" < $until AND ($customer IS NULL OR customer_id = $customer)
GROUP BY contact_id, customer_id, event, "at"
