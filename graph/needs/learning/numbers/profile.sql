-- The risk level of the last assessment up to the day.
SELECT row_no, arg_max(substr(level, 2)::INTEGER, assessed_at) AS risk_level
FROM risk_assessments JOIN ranked USING (customer_id)
WHERE assessed_at::DATE <= $day GROUP BY 1
