-- Insurance in force on the day and its soonest end.
SELECT row_no, count(*) AS policies, count(*) FILTER (insured = 'child') AS child_policies,
    min(ends_on - $day::DATE) AS days_to_policy_end
FROM insurance JOIN ranked USING (customer_id)
WHERE financial AND starts_on <= $day AND (ends_on IS NULL OR ends_on > $day) GROUP BY 1
