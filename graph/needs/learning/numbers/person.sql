-- What the customer registered. A birth year of the running year may have become known after the day.
SELECT row_no,
    ln(1 + monthly_income_minor / 100) AS income,
    date_diff('month', opened_on, $day::DATE) AS tenure,
    (kind = 'micro_business')::INTEGER AS business,
    date_diff('month', birth_date, $day::DATE) / 12 AS age,
    len(born) AS children,
    year($day::DATE) - list_max(born) AS youngest_child,
    year($day::DATE) - list_min(born) AS oldest_child,
    len(list_filter(born, lambda y: year($day::DATE) - y BETWEEN 14 AND 19)) AS teenagers
FROM (
    SELECT *, list_filter(coalesce(children_birth_years, []), lambda y: y < year($day::DATE)) AS born
    FROM customers
) JOIN ranked USING (customer_id)
