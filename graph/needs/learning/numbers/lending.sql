-- Loans granted up to the day, by purpose, and the time since the last one.
SELECT row_no, count(*) AS loans, min($day::DATE - granted_on) AS days_since_loan,
    count(*) FILTER (purpose = 'home_purchase') AS home_loans,
    count(*) FILTER (purpose = 'vehicle') AS vehicle_loans,
    count(*) FILTER (purpose = 'business') AS business_loans,
    ln(1 + sum(principal_minor) / 100) AS borrowed
FROM loans JOIN ranked USING (customer_id) WHERE financial AND granted_on <= $day GROUP BY 1
