-- One row a customer, from which most tag families are said; amounts are minor units of CNY.
-- $today is the day, $debts and $investments are patterns of what is no living cost.
CREATE OR REPLACE TEMP TABLE moves AS
WITH owners AS (
    SELECT account_id, customer_id FROM accounts
    UNION SELECT card_id, customer_id FROM cards
)
SELECT
    customer_id, posted_at::DATE AS posted_on, amount_minor, channel, mcc, counterparty_kind,
    date_diff('month', posted_at, $today::TIMESTAMP) AS months_ago,
    concat_ws(' ', counterparty, memo) AS said,
    amount_minor < 0
        AND coalesce(counterparty_kind, '') NOT IN ('own', 'developer')
        AND NOT (coalesce(counterparty_kind, '') = 'school' AND coalesce(counterparty_country, 'CN') <> 'CN')
        AND NOT regexp_matches(lower(concat_ws(' ', counterparty, memo)), $debts)
        AND NOT regexp_matches(lower(concat_ws(' ', counterparty, memo)), $investments) AS is_living
FROM transactions JOIN owners USING (account_id)
WHERE coalesce(currency, 'CNY') = 'CNY'
  AND posted_at < $today::TIMESTAMP + INTERVAL 1 DAY
  AND posted_at >= $today::TIMESTAMP - INTERVAL 24 MONTH;

CREATE OR REPLACE TEMP TABLE held AS
SELECT h.customer_id, h.value_minor, p.family, p.risk_level
FROM holdings h LEFT JOIN products p USING (product_code)
WHERE coalesce(h.currency, 'CNY') = 'CNY' AND h.value_minor > 0;

CREATE OR REPLACE TEMP TABLE person AS
WITH deposits AS (
    SELECT customer_id,
        sum(balance_minor) AS deposits,
        sum(balance_minor) FILTER (kind = 'current') AS at_call,
        min(matures_on) FILTER (kind = 'term' AND matures_on >= $today) AS next_maturity
    FROM accounts
    WHERE coalesce(currency, 'CNY') = 'CNY' AND closed_on IS NULL
    GROUP BY 1
),
holdings_of AS (
    SELECT customer_id, sum(value_minor) AS holdings, max(value_minor) AS largest,
        max(risk_level) AS highest_risk
    FROM held GROUP BY 1
),
debts AS (
    SELECT customer_id,
        sum(CASE WHEN annual_rate > 0
            THEN principal_minor * (annual_rate::DOUBLE / 12) / (1 - pow(1 + annual_rate::DOUBLE / 12, -term_months))
            ELSE principal_minor / term_months END) AS debt_month,
        max(arrears_days) AS arrears,
        bool_or(purpose = 'home_purchase') AS has_mortgage,
        bool_or(purpose = 'vehicle') AS has_car_loan
    FROM loans WHERE coalesce(status, 'active') = 'active' AND outstanding_minor > 0
    GROUP BY 1
),
credit AS (
    SELECT customer_id, sum(balance_minor) / nullif(sum(limit_minor), 0) AS utilisation
    FROM cards WHERE kind = 'credit' AND closed_on IS NULL GROUP BY 1
),
assessed AS (
    SELECT customer_id, arg_max(level, assessed_at) AS level, arg_max(valid_until, assessed_at) AS valid_until
    FROM risk_assessments WHERE assessed_at < $today::TIMESTAMP + INTERVAL 1 DAY GROUP BY 1
),
cover AS (
    SELECT customer_id, sum(cover_minor) AS cover FROM insurance
    WHERE insured = 'self' AND (ends_on IS NULL OR ends_on >= $today) GROUP BY 1
),
flows AS (
    SELECT customer_id,
        sum(amount_minor) FILTER (months_ago < 3) AS net_recent,
        sum(amount_minor) FILTER (months_ago BETWEEN 3 AND 5) AS net_earlier,
        count(DISTINCT months_ago) FILTER (amount_minor < 0 AND counterparty_kind = 'own' AND months_ago < 12) AS saving_months,
        count(*) FILTER (mcc IN ('5541', '5542') AND months_ago < 6) AS refuels,
        mode(channel) FILTER (months_ago < 6) AS channel,
        min(posted_on) AS first_seen
    FROM moves GROUP BY 1
),
living AS (
    SELECT customer_id, -sum(amount_minor) AS spent FROM moves
    WHERE is_living AND posted_on >= ($today::TIMESTAMP - INTERVAL 6 MONTH)::DATE AND posted_on < $today
    GROUP BY 1
),
wages AS (
    SELECT customer_id, count(*) AS paid_months, stddev_pop(paid) / nullif(avg(paid), 0) AS wage_variation
    FROM (
        SELECT customer_id, months_ago, sum(amount_minor) AS paid FROM moves
        WHERE amount_minor > 0 AND counterparty_kind = 'employer' AND months_ago BETWEEN 1 AND 6
        GROUP BY 1, 2
    ) GROUP BY 1
),
visits AS (
    SELECT customer_id, count(*) AS visits FROM app_events
    WHERE "at" >= $today::TIMESTAMP - INTERVAL 90 DAY GROUP BY 1
)
SELECT
    c.customer_id, c.kind, c.gender, c.marital_status, c.education, c.occupation, c.city,
    c.birth_date, c.opened_on, c.monthly_income_minor AS income, c.qualified_investor_until,
    c.children_birth_years AS children, c.id_number, c.phone,
    date_diff('year', c.birth_date, $today) - (strftime($today::DATE, '%m%d') < strftime(c.birth_date, '%m%d'))::INTEGER AS age,
    year($today::DATE) - list_max(c.children_birth_years) AS youngest_child,
    date_diff('month', c.opened_on, $today) / 12 AS tenure_years,
    coalesce(deposits, 0) AS deposits, coalesce(at_call, 0) AS at_call, next_maturity,
    coalesce(holdings, 0) AS holdings, coalesce(largest, 0) AS largest, highest_risk,
    coalesce(deposits, 0) + coalesce(holdings, 0) AS assets,
    debt_month, arrears, has_mortgage, has_car_loan, utilisation, level, valid_until, cover,
    net_recent, net_earlier, saving_months, refuels, channel, paid_months, wage_variation,
    coalesce(visits, 0) AS visits,
    first_seen IS NOT NULL AS has_moves,
    spent / least(6, greatest(1, ceil(date_diff('day', first_seen, $today) / 30.4))) AS living_month
FROM customers c
LEFT JOIN deposits USING (customer_id)
LEFT JOIN holdings_of USING (customer_id)
LEFT JOIN debts USING (customer_id)
LEFT JOIN credit USING (customer_id)
LEFT JOIN assessed USING (customer_id)
LEFT JOIN cover USING (customer_id)
LEFT JOIN flows USING (customer_id)
LEFT JOIN living USING (customer_id)
LEFT JOIN wages USING (customer_id)
LEFT JOIN visits USING (customer_id);
