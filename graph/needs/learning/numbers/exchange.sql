-- Foreign currency bought and sent over the year before the day, in US dollars.
SELECT row_no, count(*) FILTER (age < 90) AS exchanges_90, count(*) AS exchanges_365,
    ln(1 + coalesce(sum(usd_minor) FILTER (age < 180), 0) / 100) AS exchanged_180,
    count(DISTINCT month) AS exchange_months
FROM (
    SELECT customer_id, usd_minor, date_trunc('month', traded_at) AS month,
        $day::DATE - traded_at::DATE AS age
    FROM fx WHERE side IN ('buy', 'remit_out')
) JOIN ranked USING (customer_id) WHERE financial AND age BETWEEN 0 AND 364 GROUP BY 1
