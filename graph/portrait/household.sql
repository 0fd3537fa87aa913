-- who_may: who consents to profiling and to the use of sensitive financial data
CREATE OR REPLACE TEMP TABLE who_may AS
SELECT customer_id FROM in_force WHERE purpose IN ('profiling', 'sensitive_financial')
GROUP BY 1 HAVING count(DISTINCT purpose) = 2;

-- ties: what ties others who consent to the customer, who consents as well; by customer, kind and count
CREATE OR REPLACE TEMP TABLE ties AS
WITH me AS (
    SELECT c.* FROM customers c WHERE c.customer_id = $customer AND c.customer_id IN (FROM who_may)
), theirs AS (
    SELECT c.* FROM customers c WHERE c.customer_id <> $customer AND c.kind = 'person' AND c.customer_id IN (FROM who_may)
), mine AS (
    SELECT account_id FROM accounts WHERE customer_id IN (SELECT customer_id FROM me)
), family AS (
    SELECT t.account_id, CAST(t.posted_at AS DATE) AS on_day, t.amount_minor, t.counterparty
    FROM transactions t
    WHERE t.counterparty_kind = 'person' AND t.posted_at < $until AND t.posted_at >= $until - INTERVAL 24 MONTH
      AND regexp_matches(lower(concat_ws(' ', t.counterparty, t.memo)), $family)
), own AS (SELECT * FROM family WHERE account_id IN (FROM mine))
SELECT a.customer_id, 'mirrored' AS kind, count(DISTINCT date_trunc('month', o.on_day)) AS n
FROM own o JOIN family f ON f.on_day = o.on_day AND f.amount_minor = -o.amount_minor AND f.account_id NOT IN (FROM mine)
JOIN accounts a ON a.account_id = f.account_id WHERE a.customer_id IN (SELECT customer_id FROM theirs) GROUP BY 1 HAVING n >= 3
UNION ALL
SELECT t.customer_id, 'named', count(DISTINCT date_trunc('month', o.on_day)) AS n FROM own o JOIN theirs t ON t.name = o.counterparty
WHERE t.city IS NOT DISTINCT FROM (SELECT city FROM me) GROUP BY 1 HAVING n >= 3
UNION ALL
SELECT t.customer_id, 'phone', 1 FROM theirs t JOIN me ON t.phone = me.phone
UNION ALL
SELECT t.customer_id, 'children', len(t.children_birth_years) FROM theirs t JOIN me
ON t.children_birth_years = me.children_birth_years AND len(me.children_birth_years) > 0 AND t.city = me.city;

-- means: what each of the members, and the customer, has and owes
CREATE OR REPLACE TEMP TABLE means AS
SELECT c.customer_id, c.name, c.city, coalesce(len(c.children_birth_years), 0) AS children,
    coalesce((SELECT sum(balance_minor) FROM accounts a WHERE a.customer_id = c.customer_id AND a.closed_on IS NULL AND coalesce(a.currency, 'CNY') = 'CNY'), 0)
    + coalesce((SELECT sum(value_minor) FROM holdings h WHERE h.customer_id = c.customer_id AND coalesce(h.currency, 'CNY') = 'CNY'), 0) AS assets,
    coalesce((SELECT sum(outstanding_minor) FROM loans l WHERE l.customer_id = c.customer_id AND coalesce(l.status, 'active') = 'active' AND coalesce(l.currency, 'CNY') = 'CNY'), 0) AS owed
FROM customers c WHERE c.customer_id IN (FROM who_may) AND (c.customer_id = $customer OR c.customer_id IN (SELECT customer_id FROM ties));

-- shops: micro-businesses under the customer's identity number that consent themselves, with a year of takings
CREATE OR REPLACE TEMP TABLE shops AS
WITH me AS (SELECT id_number FROM customers WHERE customer_id = $customer AND customer_id IN (FROM who_may)),
owned AS (
    SELECT c.customer_id, c.name FROM customers c JOIN me ON c.id_number = me.id_number
    WHERE c.kind = 'micro_business' AND c.customer_id IN (FROM who_may)
    UNION SELECT customer_id, name FROM customers
    WHERE customer_id = $customer AND kind = 'micro_business' AND customer_id IN (FROM who_may)
), takings AS (
    SELECT a.customer_id, date_trunc('month', t.posted_at) AS in_month, sum(t.amount_minor) AS amount
    FROM transactions t JOIN accounts a ON a.account_id = t.account_id
    WHERE a.customer_id IN (SELECT customer_id FROM owned) AND t.amount_minor > 0 AND t.counterparty_kind IN ('merchant', 'agency', 'other')
      AND t.posted_at < $until AND t.posted_at >= date_trunc('month', $until - INTERVAL 1 DAY) - INTERVAL 11 MONTH GROUP BY 1, 2
)
SELECT o.customer_id, o.name,
    coalesce((SELECT sum(balance_minor) FROM accounts a WHERE a.customer_id = o.customer_id AND a.closed_on IS NULL AND coalesce(a.currency, 'CNY') = 'CNY'), 0) AS balance,
    (SELECT count(*) FROM takings t WHERE t.customer_id = o.customer_id) AS months,
    (SELECT CAST(median(amount) AS BIGINT) FROM takings t WHERE t.customer_id = o.customer_id) AS month_takings,
    coalesce((SELECT sum(outstanding_minor) FROM loans l WHERE l.customer_id = o.customer_id AND coalesce(l.status, 'active') = 'active'), 0) AS owed
FROM owned o;
