-- The first day on which each life event came to pass, as the feeds prove it; minor units.
WITH paid AS (
    SELECT customer_id, posted_at::DATE AS day, amount_minor, mcc, counterparty_kind,
        counterparty_country, memo
    FROM transactions JOIN owners USING (account_id)
),
works AS (
    SELECT customer_id, day, count(*) OVER (
        PARTITION BY customer_id ORDER BY day
        RANGE BETWEEN INTERVAL 60 DAY PRECEDING AND CURRENT ROW
    ) AS within FROM paid WHERE mcc IN ('1520', '1731', '5211', '5712') AND amount_minor <= -500000
),
proofs AS (
    SELECT customer_id, 'study_abroad' AS event, traded_at::DATE AS day FROM fx
    WHERE side = 'remit_out' AND purpose = 'tuition'
    UNION ALL SELECT customer_id, 'study_abroad', day FROM paid
    WHERE counterparty_kind = 'school' AND counterparty_country <> 'CN'
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
    UNION ALL SELECT customer_id, 'childbirth', starts_on FROM insurance JOIN customers
    USING (customer_id) WHERE insured = 'child' AND len(list_filter(
        coalesce(children_birth_years, []), lambda y: y < year(starts_on))) = 0
    UNION ALL SELECT customer_id, 'retirement', day FROM paid
    WHERE counterparty_kind = 'government' AND contains(memo, '养老金') AND amount_minor > 0
    UNION ALL SELECT person.customer_id, 'business_start', opened.opened_on
    FROM customers AS person
    JOIN customers AS business ON person.id_number = business.id_number
        AND business.kind = 'micro_business' AND person.customer_id <> business.customer_id
    JOIN accounts AS opened ON opened.customer_id = business.customer_id
    WHERE coalesce(person.kind, 'person') = 'person'
)
SELECT customer_id, event, min(day) AS day FROM proofs
WHERE event IS NOT NULL AND day IS NOT NULL GROUP BY 1, 2
