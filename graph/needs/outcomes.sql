-- On which days each life event came to pass up to a day, as the feeds prove it: the first of them
-- and the latest. Minor units of CNY where a sum decides.
WITH owners AS (
    SELECT account_id, any_value(customer_id) AS customer_id FROM (
        SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
    ) GROUP BY 1
),
paid AS MATERIALIZED (
    SELECT customer_id, posted_at::DATE AS day, mcc, counterparty_kind, counterparty_country, memo,
        amount_minor, CASE WHEN coalesce(currency, 'CNY') = 'CNY' THEN -amount_minor ELSE 0 END AS spent
    FROM transactions JOIN owners USING (account_id)
    WHERE posted_at < $until::DATE + 1 AND (
        counterparty_kind IN ('school', 'developer', 'government')
        OR mcc IN ('1520', '1731', '5211', '5712', '5511', '5521'))
),
works AS (
    SELECT customer_id, day, count(*) OVER (
        PARTITION BY customer_id ORDER BY day
        RANGE BETWEEN INTERVAL 60 DAY PRECEDING AND CURRENT ROW
    ) AS within FROM paid WHERE mcc IN ('1520', '1731', '5211', '5712') AND spent >= 500000
),
-- A birth year that stands in what is known of a customer and did not before; one long past that is
-- filled in late is no birth.
versions AS (
    SELECT customer_id, children_birth_years AS years, learned_at,
        lag(learned_at) OVER earlier IS NOT NULL AS again,
        lag(children_birth_years) OVER earlier AS before
    FROM (
        SELECT customer_id, children_birth_years, learned_at FROM customers
        UNION ALL SELECT customer_id, children_birth_years, learned_at FROM history.customers
    ) WINDOW earlier AS (PARTITION BY customer_id ORDER BY learned_at)
),
births AS (
    SELECT customer_id, learned_at::DATE AS day FROM versions WHERE again AND len(list_filter(
        coalesce(years, []), lambda y: y >= year(learned_at) - 1
            AND NOT list_contains(coalesce(before, []), y))) > 0
),
first_policies AS (
    SELECT customer_id, min(starts_on) AS day FROM insurance WHERE insured = 'child' GROUP BY 1
),
opened AS (
    SELECT person.customer_id, min(account.opened_on) AS day
    FROM customers AS person
    JOIN customers AS business ON person.id_number = business.id_number
        AND business.kind = 'micro_business' AND person.customer_id <> business.customer_id
    JOIN accounts AS account ON account.customer_id = business.customer_id
    WHERE coalesce(person.kind, 'person') = 'person' GROUP BY 1
),
proofs AS (
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
    WHERE counterparty_kind = 'developer' AND spent >= 10000000
    UNION ALL SELECT customer_id, 'renovation', day FROM works WHERE within >= 3
    UNION ALL SELECT customer_id, 'vehicle_purchase', day FROM paid
    WHERE mcc IN ('5511', '5521') AND spent >= 3000000
    UNION ALL SELECT customer_id, 'childbirth', day FROM births
    UNION ALL SELECT customer_id, 'childbirth', day FROM first_policies
    JOIN customers USING (customer_id)
    WHERE len(list_filter(coalesce(children_birth_years, []), lambda y: y < year(day))) = 0
    UNION ALL SELECT customer_id, 'retirement', day FROM paid
    WHERE counterparty_kind = 'government' AND contains(memo, '养老金') AND amount_minor > 0
    UNION ALL SELECT customer_id, 'business_start', day FROM opened
)
SELECT customer_id, event, min(day) AS first, max(day) AS latest FROM proofs
WHERE event IS NOT NULL AND day <= $until GROUP BY 1, 2 ORDER BY 1, 2
