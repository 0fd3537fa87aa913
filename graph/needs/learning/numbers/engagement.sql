-- How often the customer comes, asks and looks around.
SELECT row_no,
    count(*) FILTER (age < 30) AS visits_30, count(*) FILTER (age < 90) AS visits_90,
    count(*) AS visits_365, count(*) FILTER (kind <> 'login' AND age < 30) AS looks_30,
    count(*) FILTER (kind <> 'login' AND age < 90) AS looks_90,
    count(*) FILTER (kind = 'chat' AND age < 180) AS questions_180
FROM (
    SELECT customer_id, kind, $day::DATE - "at"::DATE AS age FROM app_events
    UNION ALL
    SELECT customer_id, 'chat', $day::DATE - "at"::DATE FROM contacts
    WHERE coalesce(direction, 'in') = 'in'
) JOIN ranked USING (customer_id)
WHERE age BETWEEN 0 AND 364 GROUP BY 1
