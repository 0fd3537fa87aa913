-- What customers said when they declined to be approached.
WITH words AS (SELECT unnest($phrases) AS phrase)
SELECT customer_id, "at"::DATE AS day, any_value(lower(text)) AS text
FROM contacts JOIN words ON contains(lower(text), phrase)
WHERE coalesce(direction, 'in') = 'in' AND "at" >= $since AND "at" < $until
  AND ($customer IS NULL OR customer_id = $customer)
GROUP BY contact_id, customer_id, "at"
