-- Money in and out over the year before the day, in four spans; amounts in yuan.
WITH spans AS (
    SELECT row_no,
        CASE WHEN age < 30 THEN 0 WHEN age < 90 THEN 1 WHEN age < 180 THEN 2 ELSE 3 END AS span,
        sum(amount) FILTER (amount > 0) AS received, -sum(amount) FILTER (amount < 0) AS paid,
        count(*) AS payments, -min(amount) AS largest_out, max(amount) AS largest_in,
        sum(amount) FILTER (payer = 'employer' AND amount > 0) AS wage
    FROM (
        SELECT row_no, $day::DATE - posted_at::DATE AS age, amount_minor / 100 AS amount,
            counterparty_kind AS payer
        FROM transactions JOIN owners USING (account_id) JOIN ranked USING (customer_id)
        WHERE financial AND currency = 'CNY'
    ) WHERE age BETWEEN 0 AND 364 GROUP BY ALL
), wide AS (
    SELECT row_no,
        coalesce(sum(received) FILTER (span = 0), 0) AS in_30,
        coalesce(sum(received) FILTER (span <= 1), 0) AS in_90,
        coalesce(sum(received), 0) AS in_365,
        coalesce(sum(paid) FILTER (span = 0), 0) AS out_30,
        coalesce(sum(paid) FILTER (span <= 1), 0) AS out_90,
        coalesce(sum(paid) FILTER (span <= 2), 0) AS out_180,
        coalesce(sum(paid), 0) AS out_365,
        coalesce(sum(payments) FILTER (span <= 1), 0) AS payments_90, sum(payments) AS payments_365,
        coalesce(max(largest_out) FILTER (span <= 1), 0) AS largest_out_90,
        coalesce(max(largest_in) FILTER (span <= 1), 0) AS largest_in_90,
        coalesce(max(largest_out), 0) AS largest_out_365,
        coalesce(sum(wage) FILTER (span <= 1), 0) AS wage_90, coalesce(sum(wage), 0) AS wage_365
    FROM spans GROUP BY 1
)
SELECT row_no, ln(1 + greatest(in_30, 0)) AS received_30, ln(1 + in_90) AS received_90,
    ln(1 + in_365) AS received_365, ln(1 + out_30) AS paid_30, ln(1 + out_90) AS paid_90,
    ln(1 + out_365) AS paid_365, payments_90, payments_365,
    ln(1 + greatest(largest_out_90, 0)) AS largest_out_90,
    ln(1 + greatest(largest_in_90, 0)) AS largest_in_90,
    largest_out_90 / (1 + out_365 / 12) AS largest_out_to_month,
    largest_in_90 / (1 + in_365 / 12) AS largest_in_to_month,
    out_30 * 12 / (1 + out_365) AS paid_trend_30, out_90 * 4 / (1 + out_365) AS paid_trend_90,
    out_180 * 2 / (1 + out_365) AS paid_trend_180, in_90 * 4 / (1 + in_365) AS received_trend_90,
    (in_90 - out_90) / (1 + in_90 + out_90) AS saved_90,
    (in_365 - out_365) / (1 + in_365 + out_365) AS saved_365,
    sign(in_365 - out_365) * ln(1 + abs(in_365 - out_365)) AS saved_amount_365,
    ln(1 + wage_365) AS wage_365, wage_90 * 4 / (1 + wage_365) AS wage_trend_90
FROM wide
