-- What customers looked for in the bank's app, by the phrases of the events.
WITH wanted AS (SELECT unnest($events) AS event, unnest($phrases) AS phrase)
SELECT customer_id, event, "at"::DATE AS seen_on, kind, arg_max(phrase, length(phrase)) AS phrase,
    any_value(text) AS text, 1 AS share, 'app_events/' || event_id AS row
FROM app_events JOIN wanted ON contains(lower(text), phrase)
WHERE kind IN ('search', 'view', 'calculator', 'click')
  AND "at" >= $since AND "at" < $until AND ($customer IS NULL OR customer_id = $customer)
GROUP BY event_id, customer_id, event, "at", kind
