-- Investments bought up to the day, and what was sold or redeemed lately.
SELECT row_no, count(*) FILTER (side IS NULL) AS holdings,
    ln(1 + coalesce(sum(amount) FILTER (side IS NULL), 0)) AS invested,
    count(*) FILTER (side IN ('sell', 'redeem') AND age < 90) AS sold_90,
    ln(1 + coalesce(sum(amount) FILTER (side IN ('sell', 'redeem') AND age < 180), 0))
        AS sold_amount_180,
    count(*) FILTER (side = 'buy' AND age < 90) AS bought_90
FROM (
    SELECT customer_id, NULL AS side, cost_minor / 100 AS amount, $day::DATE - bought_on AS age
    FROM holdings
    UNION ALL
    SELECT customer_id, side, amount_minor / 100, $day::DATE - traded_at::DATE FROM trades
) JOIN ranked USING (customer_id) WHERE financial AND age >= 0 GROUP BY 1
