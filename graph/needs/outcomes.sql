-- The latest day on which each life event came to pass, as the feeds prove it; minor units.
WITH owners AS (SELECT account_id, customer_id FROM accounts),
paid AS (
    SELECT t.*, customer_id, posted_at::DATE AS day
    FROM transactions t JOIN owners USING (account_id)
),
works AS (
    SELECT customer_id, day, count(*) OVER (
        PARTITION BY customer_id ORDER BY day
        RANGE BETWEEN INTERVAL 60 DAY PRECEDING AND CURRENT ROW
    ) AS within FROM paid WHERE mcc IN ('1520', '1731', '5211', '5712') AND amount_minor <= -500000
),
firsts AS (
    SELECT customer_id, 'study_abroad' AS event, traded_at::DATE AS day FROM fx
    WHERE side = 'remit_out' AND purpose = 'tuition'
    UNION ALL SELECT customer_id, 'study_abroad', day FROM paid
    WHERE counterparty_kind = 'school' AND counterparty_country <> 'CN' AND amount_minor < 0
    UNION ALL SELECT customer_id, 'overseas_travel', traded_at::DATE FROM fx
    WHERE purpose = 'travel'
    UNION ALL SELECT customer_id, CASE purpose
        WHEN 'home_purchase' THEN 'home_purchase' WHEN 'renovation' THEN 'renovation'
        WHEN 'vehicle' THEN 'vehicle_purchase' WHEN 'business' THEN 'business_start'
        WHEN 'farming' THEN 'farm_cycle' WHEN 'solar' THEN 'pv_install' END, granted_on FROM loans
    UNION ALL SELECT customer_id, 'home_purchase', day FROM paid
    WHERE counterparty_kind = 'developer' AND amount_minor <= -10000000
    UNION ALL SELECT customer_id, 'renovation', day FROM works WHERE within >= 3
    UNION ALL SELECT customer_id, 'vehicle_purchase', day FROM paid
    WHERE mcc IN ('5511', '5521') AND amount_minor <= -3000000
    UNION ALL SELECT customer_id, 'childbirth', starts_on FROM insurance WHERE insured = 'child'
    UNION ALL SELECT customer_id, 'retirement', day FROM paid
    WHERE counterparty_kind = 'government' AND contains(memo, '养老金') AND amount_minor > 0
)
SELECT customer_id, event, max(day) AS day FROM firsts
WHERE event IS NOT NULL AND day <= $today GROUP BY 1, 2 ORDER BY 1, 2
