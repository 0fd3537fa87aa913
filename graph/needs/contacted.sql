-- The days on which the bank turned to each customer; an answer on the day of a question is none.
SELECT customer_id, list(DISTINCT "at"::DATE) AS days FROM contacts c
WHERE direction = 'out' AND "at" >= $since AND "at" < $until
  AND NOT EXISTS (
    SELECT 1 FROM contacts i WHERE i.customer_id = c.customer_id
      AND coalesce(i.direction, 'in') = 'in' AND i."at"::DATE = c."at"::DATE
  )
GROUP BY 1
