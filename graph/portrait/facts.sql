-- What the families are said from, one table after the other; amounts are minor units of CNY.
-- `chosen` holds the customers asked for, `in_force` the consents relied on today.
-- $today is the day, $at the column of that name, $debts and $investments patterns of no living cost.

-- consented: the consents in force of the customers asked for; of children under 14 none counts
SELECT f.* FROM in_force f JOIN chosen c ON c.customer_id = f.customer_id JOIN customers k ON k.customer_id = f.customer_id
WHERE (k.birth_date IS NULL OR k.birth_date <= CAST($today - INTERVAL 14 YEAR AS DATE))
  AND coalesce(TRY_CAST(substr(k.id_number, 7, 8) AS INT) + 140000 <= (year($today) * 100 + month($today)) * 100 + day($today), true);

-- subjects: the customers asked for, with the consents their tags rest on
SELECT c.customer_id, max(CASE WHEN f.purpose = 'profiling' THEN f.consent_id END) AS profiling,
    max(CASE WHEN f.purpose = 'sensitive_financial' THEN f.consent_id END) AS sensitive,
    max(CASE WHEN f.purpose = 'outside_tax' AND f.second THEN f.consent_id END) AS tax,
    max(CASE WHEN f.purpose = 'outside_social_security' AND f.second THEN f.consent_id END) AS social_security
FROM chosen c LEFT JOIN consented f ON f.customer_id = c.customer_id
GROUP BY 1;

-- permits: for the same customers, the consent in force to every purpose
SELECT c.customer_id, $permits
FROM chosen c LEFT JOIN consented f ON f.customer_id = c.customer_id
GROUP BY 1;

-- owners: whose account a payment is; nobody's who has not consented to profiling
SELECT a.account_id, a.customer_id FROM accounts a JOIN subjects s ON s.customer_id = a.customer_id
WHERE s.profiling IS NOT NULL
UNION SELECT k.card_id, k.customer_id FROM cards k JOIN subjects s ON s.customer_id = k.customer_id
WHERE s.profiling IS NOT NULL;

-- moves: every payment of two years with what it is for
SELECT m.*, CASE
    WHEN amount_minor < 0 THEN CASE
        WHEN says(said, $debts) THEN 'debt'
        WHEN kind = 'own' THEN 'saving'
        WHEN kind = 'developer' THEN 'home'
        WHEN kind = 'school' AND country <> 'CN' THEN 'tuition_abroad'
        WHEN says(said, $investments) THEN 'investment'
        WHEN kind = 'person' AND says(said, '家用|老公|老婆|爱人|丈夫|妻子|配偶') THEN 'spouse'
        WHEN kind = 'person' THEN 'to_person'
        WHEN says(said, '侄|外甥|代缴|代付|代报') THEN 'other_spend'
        WHEN code = '8351' OR says(said, '幼儿园|托育') THEN 'preschool'
        WHEN says(said, '小学') THEN 'primary'
        WHEN says(said, '初中') THEN 'junior_high'
        WHEN says(said, '高中') THEN 'senior_high'
        WHEN code = '8220' OR says(said, '大学学费') THEN 'university'
        WHEN code BETWEEN '8211' AND '8299' THEN 'education'
        WHEN code IN ('5411', '5422', '5441', '5499') THEN 'groceries'
        WHEN code BETWEEN '5811' AND '5814' THEN 'dining'
        WHEN code IN ('4900', '4814') THEN 'household_bills'
        WHEN code IN ('5541', '5542') THEN 'fuel'
        WHEN code IN ('4111', '4112', '4121', '4131') THEN 'transport'
        WHEN code BETWEEN '5611' AND '5699' THEN 'clothing'
        WHEN code IN ('5732', '5734', '5722') THEN 'electronics'
        WHEN code IN ('1520', '1731', '5200', '5211', '5712') THEN 'home_improvement'
        WHEN code IN ('5511', '5521', '5531', '7538') THEN 'vehicle'
        WHEN code IN ('4511', '4722', '7011') THEN 'travel'
        WHEN code BETWEEN '7800' AND '7999' THEN 'leisure'
        WHEN code IN ('5942', '5943', '5192') THEN 'books'
        WHEN code IN ('5944', '5094') THEN 'jewellery'
        WHEN code IN ('5995', '0742') THEN 'pets'
        WHEN code IN ('6300', '5960') THEN 'insurance'
        WHEN says(said, '物业费|物业管理|物业服务') THEN 'property'
        WHEN code IN ('6513') THEN 'rent'
        WHEN code IN ('0763', '5261') THEN 'farming'
        WHEN code IN ('5300', '5310', '5311', '5331') THEN 'department_store'
        WHEN code IN ('7230', '5977') THEN 'beauty'
        WHEN code IN ('5940', '5941') THEN 'sports'
        WHEN code IN ('5945') THEN 'toys'
        WHEN code IN ('5921') THEN 'liquor'
        WHEN code IN ('5992') THEN 'flowers'
        WHEN code IN ('4215') THEN 'courier'
        WHEN code IN ('4784', '7523') THEN 'parking'
        WHEN code IN ('7512', '7519') THEN 'car_rental'
        WHEN code IN ('7210', '7211', '7216') THEN 'laundry'
        WHEN code IN ('5946', '7221', '7395') THEN 'photography'
        WHEN code IN ('5815', '5816', '5817', '5818') THEN 'digital_goods'
        WHEN code IN ('5964', '5965', '5969') THEN 'mail_order'
        WHEN kind = 'government' THEN 'taxes'
        ELSE 'other_spend' END
    WHEN kind = 'employer' THEN 'wage'
    WHEN kind = 'government' AND says(said, '养老金|pension') THEN 'pension'
    WHEN kind = 'government' THEN 'benefit'
    WHEN kind = 'own' THEN 'from_own'
    WHEN says(said, '房租|租金') THEN 'rent_in'
    WHEN kind = 'person' AND says(said, '家用|老公|老婆|爱人|丈夫|妻子|配偶') THEN 'spouse'
    WHEN kind = 'person' THEN 'from_person'
    WHEN kind = 'merchant' THEN 'takings'
    ELSE 'other_in' END AS flow
FROM (
    SELECT o.customer_id, t.transaction_id, t.posted_at, CAST(t.posted_at AS DATE) AS posted_on, t.amount_minor,
        coalesce(t.channel, 'other') AS channel, coalesce(t.mcc, '') AS code, coalesce(t.counterparty_kind, '') AS kind,
        coalesce(t.counterparty_country, 'CN') AS country, t.counterparty, lower(concat_ws(' ', t.counterparty, t.memo)) AS said,
        (year($today) * 12 + month($today)) - (year(t.posted_at) * 12 + month(t.posted_at)) AS months_ago
    FROM transactions t JOIN owners o ON o.account_id = t.account_id
    WHERE coalesce(t.currency, 'CNY') = 'CNY'
      AND t.posted_at < CAST($today + INTERVAL 1 DAY AS TIMESTAMP) AND t.posted_at >= CAST($today - INTERVAL 24 MONTH AS TIMESTAMP)
) m;

-- flows: payments by month, use and channel
SELECT customer_id, months_ago, flow, channel, count(*) AS n, sum(amount_minor) AS amount,
    max(abs(amount_minor)) AS biggest, min(posted_on) AS first_on,
    sum(CASE WHEN amount_minor < 0 AND flow NOT IN ('debt', 'saving', 'home', 'tuition_abroad', 'investment')
        AND posted_on >= CAST($today - INTERVAL 6 MONTH AS DATE) AND posted_on < $today THEN -amount_minor END) AS living,
    max(CASE WHEN flow = 'wage' THEN counterparty END) AS payer,
    max(CASE WHEN flow = 'wage' AND says(said, $trades) THEN said END) AS trade,
    max(CASE WHEN flow IN ('transport', 'household_bills', 'property') THEN nullif(regexp_extract(said, $cities, 0), '') END) AS town,
    max(CASE WHEN flow IN ('takings', 'farming') THEN nullif(regexp_extract(said, $crops, 0), '') END) AS crop,
    max(CASE WHEN country <> 'CN' THEN country END) AS country,
    sum(CASE WHEN flow = 'to_person' AND says(said, $scams) THEN 1 ELSE 0 END) AS scam_n,
    sum(CASE WHEN flow = 'to_person' AND amount_minor <= -500000 AND hour(posted_at) < 6 THEN 1 ELSE 0 END) AS night_n,
    min(CASE WHEN flow = 'to_person' THEN amount_minor END) AS largest_to_person
FROM moves GROUP BY 1, 2, 3, 4;

-- towns: the cities whose bills and public transport are paid, by months of half a year
SELECT customer_id, town, count(DISTINCT months_ago) AS town_months FROM flows
WHERE town IS NOT NULL AND months_ago < 6 GROUP BY 1, 2;

-- home: the one of most months; of equals the first by name
SELECT customer_id, max(town) AS town, max(town_months) AS town_months FROM (
    SELECT customer_id, town, town_months, row_number() OVER (PARTITION BY customer_id ORDER BY town_months DESC, town) AS place FROM towns
) ranked WHERE place = 1 GROUP BY 1;

-- uses: what was spent on what within six months
SELECT customer_id, flow, -sum(amount) AS spent, sum(n) AS n FROM flows
WHERE months_ago < 6 AND amount < 0 AND flow NOT IN ('debt', 'saving', 'home', 'tuition_abroad', 'investment')
GROUP BY 1, 2;

-- shares: the same as a part of all
SELECT u.customer_id, u.flow, u.n, u.spent * 1.0 / nullif(t.total, 0) AS part_of_all
FROM uses u JOIN (SELECT customer_id, sum(spent) AS total FROM uses GROUP BY 1) t ON t.customer_id = u.customer_id;

-- channels: how payments were made within six months
SELECT customer_id, channel, sum(n) AS n FROM flows WHERE months_ago < 6 GROUP BY 1, 2;

-- usual: the channel most used; of equals the first by name
SELECT customer_id, max(channel) AS channel, max(n) AS channel_n FROM (
    SELECT customer_id, channel, n, row_number() OVER (PARTITION BY customer_id ORDER BY n DESC, channel) AS place FROM channels
) ranked WHERE place = 1 GROUP BY 1;

-- months: what came in and went out each month
SELECT customer_id, months_ago, sum(amount) AS net, sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS out,
    sum(CASE WHEN flow = 'wage' THEN amount ELSE 0 END) AS wage, sum(CASE WHEN flow = 'takings' THEN amount ELSE 0 END) AS takings,
    sum(CASE WHEN flow = 'pension' THEN amount ELSE 0 END) AS pension,
    sum(CASE WHEN flow = 'wage' THEN n ELSE 0 END) AS wage_n
FROM flows GROUP BY 1, 2;

-- pay: what work pays in a month, of the year behind
SELECT customer_id, median(wage) AS wage_typical, count(*) AS wage_months, sum(wage_n) AS wage_n FROM months
WHERE wage > 0 AND months_ago BETWEEN 1 AND 12 GROUP BY 1;

-- living: what pensions pay in a month, and what a business takes in on average
SELECT customer_id, median(CASE WHEN pension > 0 THEN pension END) AS pension_typical,
    sum(takings) * 1.0 / nullif(count(*), 0) AS takings_typical
FROM months WHERE months_ago BETWEEN 1 AND 12 GROUP BY 1;

-- wages: how steady it is
SELECT customer_id, count(*) AS paid_months, stddev_pop(wage) / nullif(avg(wage), 0) AS wage_variation FROM months
WHERE wage > 0 AND months_ago BETWEEN 1 AND 6 GROUP BY 1;

-- behaviour: one row a customer of what its payments show
SELECT customer_id, min(first_on) AS first_seen, sum(living) AS living, sum(n) AS payments,
    sum(CASE WHEN months_ago < 3 THEN amount ELSE 0 END) AS net_recent,
    sum(CASE WHEN months_ago BETWEEN 3 AND 5 THEN amount END) AS net_earlier,
    count(DISTINCT CASE WHEN flow = 'saving' AND months_ago < 12 THEN months_ago END) AS saving_months,
    count(DISTINCT CASE WHEN flow = 'pension' THEN months_ago END) AS pension_months,
    count(DISTINCT CASE WHEN flow = 'takings' AND months_ago < 12 THEN months_ago END) AS takings_months,
    count(DISTINCT CASE WHEN flow = 'rent_in' AND months_ago < 12 THEN months_ago END) AS rent_months,
    count(DISTINCT CASE WHEN flow = 'spouse' AND months_ago < 12 THEN months_ago END) AS spouse_months,
    sum(CASE WHEN flow = 'fuel' AND months_ago < 6 THEN n ELSE 0 END) AS refuels,
    sum(CASE WHEN flow = 'preschool' AND months_ago < 12 THEN n ELSE 0 END) AS preschool,
    sum(CASE WHEN flow = 'primary' AND months_ago < 12 THEN n ELSE 0 END) AS primary_school,
    sum(CASE WHEN flow = 'junior_high' AND months_ago < 12 THEN n ELSE 0 END) AS junior_high,
    sum(CASE WHEN flow = 'senior_high' AND months_ago < 12 THEN n ELSE 0 END) AS senior_high,
    sum(CASE WHEN flow = 'university' AND months_ago < 12 THEN n ELSE 0 END) AS university,
    max(CASE WHEN flow = 'preschool' AND months_ago < 6 THEN 1 ELSE 0 END) AS at_preschool,
    max(CASE WHEN flow = 'primary' AND months_ago < 6 THEN 1 ELSE 0 END) AS at_primary,
    max(CASE WHEN flow = 'junior_high' AND months_ago < 6 THEN 1 ELSE 0 END) AS at_junior_high,
    max(CASE WHEN flow = 'senior_high' AND months_ago < 6 THEN 1 ELSE 0 END) AS at_senior_high,
    max(CASE WHEN flow = 'university' AND months_ago < 6 THEN 1 ELSE 0 END) AS at_university,
    count(DISTINCT CASE WHEN flow = 'property' AND months_ago < 12 THEN months_ago END) AS property_months,
    count(DISTINCT CASE WHEN flow = 'property' AND months_ago < 4 THEN months_ago END) AS property_lately,
    count(DISTINCT CASE WHEN flow = 'rent' AND months_ago < 4 THEN months_ago END) AS renting_lately,
    count(DISTINCT CASE WHEN flow = 'farming' AND months_ago < 12 THEN months_ago END) AS farming_months,
    max_by(trade, CASE WHEN trade IS NOT NULL AND months_ago < 12 THEN -months_ago END) AS trade,
    sum(CASE WHEN flow = 'to_person' AND months_ago < 6 THEN n ELSE 0 END) AS to_persons,
    sum(CASE WHEN flow = 'from_person' AND months_ago < 6 THEN n ELSE 0 END) AS from_persons,
    sum(CASE WHEN flow = 'investment' AND months_ago < 6 THEN n ELSE 0 END) AS investments,
    sum(CASE WHEN flow = 'debt' AND months_ago < 6 THEN n ELSE 0 END) AS debt_payments,
    sum(CASE WHEN flow = 'taxes' AND months_ago < 12 THEN n ELSE 0 END) AS tax_payments,
    sum(CASE WHEN flow = 'takings' AND months_ago < 12 THEN n ELSE 0 END) AS takings_n,
    sum(CASE WHEN flow = 'tuition_abroad' AND months_ago < 12 THEN -amount ELSE 0 END) AS tuition_abroad,
    sum(CASE WHEN months_ago < 3 THEN scam_n ELSE 0 END) AS scams, sum(CASE WHEN months_ago < 3 THEN night_n ELSE 0 END) AS nights,
    min(CASE WHEN months_ago < 3 THEN largest_to_person END) AS largest_to_person,
    max_by(crop, CASE WHEN crop IS NOT NULL THEN -months_ago END) AS crop,
    max_by(payer, CASE WHEN payer IS NOT NULL AND months_ago < 12 THEN -months_ago END) AS payer
FROM flows GROUP BY 1;

-- held: what is held, with the family and risk of the product
SELECT h.customer_id, h.value_minor, p.family, p.risk_level
FROM holdings h JOIN subjects s ON s.customer_id = h.customer_id LEFT JOIN products p ON p.product_code = h.product_code
WHERE coalesce(h.currency, 'CNY') = 'CNY' AND h.value_minor > 0;

-- deposits: money at the bank
SELECT a.customer_id, sum(a.balance_minor) AS deposits, count(*) AS accounts_n,
    sum(CASE WHEN a.kind = 'current' THEN a.balance_minor END) AS at_call,
    min(CASE WHEN a.kind = 'term' AND a.matures_on >= $today THEN a.matures_on END) AS next_maturity
FROM accounts a JOIN subjects s ON s.customer_id = a.customer_id
WHERE coalesce(a.currency, 'CNY') = 'CNY' AND a.closed_on IS NULL GROUP BY 1;

-- possessions: products held, in all
SELECT customer_id, sum(value_minor) AS holdings, max(value_minor) AS largest, max(risk_level) AS highest_risk, count(*) AS holdings_n
FROM held GROUP BY 1;

-- debts: loans being repaid; debt_month is what a month costs
SELECT l.customer_id, max(l.arrears_days) AS arrears, count(*) AS loans_n, sum(l.outstanding_minor) AS owed,
    sum(CASE WHEN l.annual_rate > 0 THEN l.principal_minor * (CAST(l.annual_rate AS DOUBLE) / 12) / (1 - power(1 + CAST(l.annual_rate AS DOUBLE) / 12, -l.term_months))
        ELSE l.principal_minor * 1.0 / l.term_months END) AS debt_month,
    max(CASE WHEN l.purpose = 'home_purchase' THEN 1 ELSE 0 END) AS mortgages,
    max(CASE WHEN l.purpose = 'vehicle' THEN 1 ELSE 0 END) AS car_loans
FROM loans l JOIN subjects s ON s.customer_id = l.customer_id
WHERE coalesce(l.status, 'active') = 'active' AND l.outstanding_minor > 0 GROUP BY 1;

-- credit: use of card limits
SELECT k.customer_id, sum(k.balance_minor) * 1.0 / nullif(sum(k.limit_minor), 0) AS utilisation, count(*) AS cards_n
FROM cards k JOIN subjects s ON s.customer_id = k.customer_id WHERE k.kind = 'credit' AND k.closed_on IS NULL GROUP BY 1;

-- assessed: the latest assessment
SELECT r.customer_id, max_by(r.level, r.assessed_at) AS level, max_by(r.valid_until, r.assessed_at) AS valid_until
FROM risk_assessments r JOIN subjects s ON s.customer_id = r.customer_id
WHERE r.assessed_at < CAST($today + INTERVAL 1 DAY AS TIMESTAMP) GROUP BY 1;

-- protection: policies in force
SELECT i.customer_id, sum(CASE WHEN i.insured = 'self' THEN i.cover_minor ELSE 0 END) AS cover,
    count(CASE WHEN i.insured = 'child' THEN 1 END) AS child_policies, count(*) AS policies_n
FROM insurance i JOIN subjects s ON s.customer_id = i.customer_id WHERE i.ends_on IS NULL OR i.ends_on >= $today GROUP BY 1;

-- visits: use of the app within ninety days
SELECT e.customer_id, count(*) AS visits, count(CASE WHEN e.kind = 'calculator' THEN 1 END) AS calculations
FROM app_events e JOIN subjects s ON s.customer_id = e.customer_id
WHERE e.$at >= CAST($today - INTERVAL 90 DAY AS TIMESTAMP) GROUP BY 1;

-- taxed: what the tax office says, where it may be asked; the latest twelve months
SELECT x.customer_id, avg(x.taxable_income_minor) AS taxed_income, count(*) AS taxed_n
FROM outside_tax x JOIN subjects s ON s.customer_id = x.customer_id
WHERE s.tax IS NOT NULL AND x.month >= year_month(CAST($today - INTERVAL 12 MONTH AS DATE)) GROUP BY 1;

-- insured: what the social security office says, where it may be asked
SELECT x.customer_id, avg(x.base_minor) AS base, max(x.months_paid_total) AS months_paid, max_by(x.employer, x.month) AS insured_by, count(*) AS insured_n
FROM outside_social_security x JOIN subjects s ON s.customer_id = x.customer_id
WHERE s.social_security IS NOT NULL AND x.month >= year_month(CAST($today - INTERVAL 12 MONTH AS DATE)) GROUP BY 1;

-- businesses: micro-businesses kept under the same identity number
SELECT p.customer_id, count(*) AS businesses FROM customers p JOIN customers b ON b.id_number = p.id_number
JOIN subjects s ON s.customer_id = p.customer_id
WHERE p.kind = 'person' AND b.kind = 'micro_business' GROUP BY 1;

-- spoken: what customers searched, opened or asked in their own words within a year, and how long ago
SELECT customer_id, phrase, count(*) AS n, sum(chat) AS chats, min(days_ago) AS days_ago FROM (
    SELECT e.customer_id, lower(e.text) AS phrase, 0 AS chat, days_between(CAST(e.$at AS DATE), $today) AS days_ago
    FROM app_events e JOIN subjects s ON s.customer_id = e.customer_id
    WHERE s.profiling IS NOT NULL AND e.text IS NOT NULL AND e.$at >= CAST($today - INTERVAL 12 MONTH AS TIMESTAMP)
      AND e.$at < CAST($today + INTERVAL 1 DAY AS TIMESTAMP)
    UNION ALL
    SELECT k.customer_id, lower(k.text) AS phrase, 1 AS chat, days_between(CAST(k.$at AS DATE), $today) AS days_ago
    FROM contacts k JOIN subjects s ON s.customer_id = k.customer_id
    WHERE s.profiling IS NOT NULL AND k.channel = 'chat' AND k.direction = 'in' AND k.text IS NOT NULL
      AND k.$at >= CAST($today - INTERVAL 12 MONTH AS TIMESTAMP) AND k.$at < CAST($today + INTERVAL 1 DAY AS TIMESTAMP)
) own GROUP BY 1, 2;

-- phrases: each wording once, with the time it names
SELECT phrase, CASE WHEN says(phrase, '今年|年内|这个月|下个月|下月|马上|尽快|this year|next month|soon') THEN 'within_year'
    WHEN says(phrase, '明年|后年|一年后|两年|三年|next year|two years|three years') THEN '1_3'
    WHEN says(phrase, '四年|五年|four years|five years') THEN '3_5'
    WHEN says(phrase, '十年|二十年|长期|以后|ten years|long term') THEN '5_up' ELSE 'open' END AS horizon
FROM (SELECT DISTINCT phrase FROM spoken) wordings;

-- topics: what each wording is about
$topics;

-- interests: what each customer looks into, how often, how lately and for when
SELECT s.customer_id, t.topic, sum(s.n) AS n, sum(s.chats) AS chats, min(s.days_ago) AS days_ago, min(p.horizon) AS horizon
FROM spoken s JOIN topics t ON t.phrase = s.phrase JOIN phrases p ON p.phrase = s.phrase GROUP BY 1, 2;

-- windows: when customers use the app or write, within ninety days
SELECT customer_id, part_of_day, count(*) AS n FROM (
    SELECT e.customer_id, CASE WHEN hour(e.$at) < 6 THEN 'night' WHEN hour(e.$at) < 9 THEN 'early' WHEN hour(e.$at) < 12 THEN 'morning'
        WHEN hour(e.$at) < 14 THEN 'noon' WHEN hour(e.$at) < 18 THEN 'afternoon' ELSE 'evening' END AS part_of_day
    FROM app_events e JOIN subjects s ON s.customer_id = e.customer_id
    WHERE s.profiling IS NOT NULL AND e.$at >= CAST($today - INTERVAL 90 DAY AS TIMESTAMP)
      AND e.$at < CAST($today + INTERVAL 1 DAY AS TIMESTAMP)
) used GROUP BY 1, 2;

-- dealings: every trade with its product, and its price where it has one
SELECT t.customer_id, t.product_code, p.family, p.risk_level, t.side, t.amount_minor, coalesce(t.fee_minor, 0) AS fee, t.traded_at,
    CASE WHEN t.quantity > 0 THEN t.amount_minor / CAST(t.quantity AS DOUBLE) END AS price
FROM trades t JOIN subjects s ON s.customer_id = t.customer_id LEFT JOIN products p ON p.product_code = t.product_code
WHERE s.sensitive IS NOT NULL AND t.traded_at < CAST($today + INTERVAL 1 DAY AS TIMESTAMP) AND t.traded_at >= CAST($today - INTERVAL 36 MONTH AS TIMESTAMP);

-- rounds: each sale with what was paid for the same product before
SELECT o.customer_id, o.product_code, o.traded_at, max(o.price) AS sold_at, avg(b.price) AS bought_at, max(b.traded_at) AS last_bought
FROM dealings o JOIN dealings b ON b.customer_id = o.customer_id AND b.product_code = o.product_code AND b.traded_at < o.traded_at
WHERE o.side IN ('sell', 'redeem') AND b.side = 'buy' AND o.price IS NOT NULL AND b.price IS NOT NULL GROUP BY 1, 2, 3;

-- climbs: purchases of what was bought cheaper within half a year before
SELECT o.customer_id, count(DISTINCT o.traded_at) AS climbs FROM dealings o
JOIN dealings b ON b.customer_id = o.customer_id AND b.product_code = o.product_code AND b.traded_at < o.traded_at
WHERE o.side = 'buy' AND b.side = 'buy' AND o.price > b.price * 1.05 AND b.traded_at >= o.traded_at - INTERVAL 180 DAY GROUP BY 1;

-- sales: how sales went, by customer
SELECT customer_id, sum(CASE WHEN sold_at > bought_at * 1.02 THEN 1 ELSE 0 END) AS at_a_gain,
    sum(CASE WHEN sold_at < bought_at * 0.98 THEN 1 ELSE 0 END) AS at_a_loss,
    sum(CASE WHEN sold_at < bought_at * 0.95 AND last_bought >= traded_at - INTERVAL 90 DAY THEN 1 ELSE 0 END) AS panics
FROM rounds GROUP BY 1;

-- bearings: what is held at a loss, how deep and how long, and in how many products
SELECT h.customer_id, count(*) AS products_n, max(1 - h.value_minor * 1.0 / h.cost_minor) AS deepest,
    sum(CASE WHEN h.value_minor < h.cost_minor * 0.95 THEN 1 ELSE 0 END) AS losers,
    sum(CASE WHEN h.value_minor < h.cost_minor * 0.9 AND h.bought_on < CAST($today - INTERVAL 12 MONTH AS DATE) THEN 1 ELSE 0 END) AS old_losers,
    avg(days_between(h.bought_on, $today)) AS days_held
FROM holdings h JOIN subjects s ON s.customer_id = h.customer_id
WHERE s.sensitive IS NOT NULL AND h.cost_minor > 0 AND coalesce(h.currency, 'CNY') = 'CNY' GROUP BY 1;

-- habits: one row of each customer who trades
SELECT d.customer_id, count(CASE WHEN d.traded_at >= CAST($today - INTERVAL 12 MONTH AS TIMESTAMP) THEN 1 END) AS trades_year,
    count(DISTINCT d.family) AS kinds_traded, sum(d.fee) * 1.0 / nullif(sum(d.amount_minor), 0) AS fee_share,
    count(CASE WHEN d.side = 'buy' AND a.level IS NOT NULL AND substr(d.risk_level, 2, 1) > substr(a.level, 2, 1) THEN 1 END) AS above_level,
    max(d.risk_level) AS boldest
FROM dealings d LEFT JOIN assessed a ON a.customer_id = d.customer_id GROUP BY 1;

-- biases: what trades and holdings point to; seen says how often
SELECT customer_id, 'disposition' AS bias, at_a_gain AS seen FROM (
    SELECT s.customer_id, s.at_a_gain, b.losers FROM sales s JOIN bearings b ON b.customer_id = s.customer_id
    WHERE s.at_a_gain >= 1 AND s.at_a_gain > s.at_a_loss AND b.losers >= 1) kept
UNION ALL SELECT customer_id, 'loss_holding' AS bias, old_losers AS seen FROM bearings WHERE old_losers >= 1
UNION ALL SELECT customer_id, 'chasing' AS bias, climbs AS seen FROM climbs
UNION ALL SELECT customer_id, 'panic_selling' AS bias, panics AS seen FROM sales WHERE panics >= 1
UNION ALL SELECT customer_id, 'overtrading' AS bias, CAST(floor(trades_year / 12) AS BIGINT) AS seen FROM habits WHERE trades_year >= 24
UNION ALL SELECT customer_id, 'overconfidence' AS bias, above_level AS seen FROM habits WHERE above_level >= 2
UNION ALL SELECT p.customer_id, 'underdiversified' AS bias, 1 AS seen FROM possessions p JOIN bearings b ON b.customer_id = p.customer_id
    WHERE b.products_n = 1 AND p.highest_risk IN ('R4', 'R5')
UNION ALL SELECT i.customer_id, 'herding' AS bias, i.n AS seen FROM interests i JOIN habits h ON h.customer_id = i.customer_id
    WHERE i.topic = 'hot_products' AND i.n >= 2;

-- person: one row a customer
SELECT c.customer_id, s.profiling, s.sensitive, s.tax, s.social_security, c.kind, c.gender, c.marital_status, c.education,
    c.occupation, c.employer, c.city, c.birth_date, c.opened_on, c.monthly_income_minor AS income, c.qualified_investor_until,
    c.children_birth_years AS children, c.id_number, c.phone,
    (year($today) * 100 + month($today)) * 100 + day($today) AS day_number,
    CAST(floor(((year($today) * 100 + month($today)) * 100 + day($today) - ((year(c.birth_date) * 100 + month(c.birth_date)) * 100 + day(c.birth_date))) / 10000) AS INT) AS age,
    CAST(floor(((year($today) * 100 + month($today)) * 100 + day($today) - TRY_CAST(substr(c.id_number, 7, 8) AS INT)) / 10000) AS INT) AS id_age,
    TRY_CAST(substr(c.id_number, 17, 1) AS INT) AS id_serial,
    year($today) - latest_of(c.children_birth_years) AS youngest_child,
    days_between(c.opened_on, $today) / 365.25 AS tenure_years,
    coalesce(d.deposits, 0) AS deposits, coalesce(d.at_call, 0) AS at_call, d.next_maturity, d.accounts_n,
    coalesce(h.holdings, 0) AS holdings, coalesce(h.largest, 0) AS largest, h.highest_risk, h.holdings_n,
    coalesce(d.deposits, 0) + coalesce(h.holdings, 0) AS assets,
    l.debt_month, l.arrears, l.owed, l.loans_n, coalesce(l.mortgages, 0) AS mortgages, coalesce(l.car_loans, 0) AS car_loans,
    k.utilisation, k.cards_n, a.level, a.valid_until, i.cover, coalesce(i.child_policies, 0) AS child_policies, i.policies_n,
    f.net_recent, f.net_earlier, f.saving_months, f.pension_months, f.takings_months, f.rent_months, f.spouse_months, f.refuels,
    f.preschool, f.primary_school, f.junior_high, f.senior_high, f.university, f.to_persons, f.from_persons, f.investments,
    f.at_preschool, f.at_primary, f.at_junior_high, f.at_senior_high, f.at_university, f.property_months, f.property_lately, f.renting_lately,
    f.farming_months, f.trade, t.town, t.town_months, g.pension_typical, g.takings_typical,
    coalesce(f.at_preschool, 0) + coalesce(f.at_primary, 0) + coalesce(f.at_junior_high, 0) + coalesce(f.at_senior_high, 0) + coalesce(f.at_university, 0) AS at_school,
    f.tax_payments, f.takings_n, f.tuition_abroad, f.scams, f.nights, f.largest_to_person, f.crop,
    q.products_n, q.deepest, q.days_held, z.trades_year, z.kinds_traded, z.fee_share, z.boldest, n.at_a_gain, n.at_a_loss, n.panics, j.climbs,
    f.debt_payments, f.payer, f.payments, f.first_seen IS NOT NULL AS has_moves,
    u.channel, u.channel_n, w.paid_months, w.wage_variation, y.wage_typical, y.wage_months, y.wage_n,
    coalesce(v.visits, 0) AS visits, coalesce(v.calculations, 0) AS calculations,
    x.taxed_income, x.taxed_n, o.base, o.months_paid, o.insured_by, o.insured_n, coalesce(b.businesses, 0) AS businesses,
    f.living / least(6, greatest(1, ceil(days_between(f.first_seen, $today) / 30.4))) AS living_month
FROM customers c
JOIN subjects s ON s.customer_id = c.customer_id
LEFT JOIN deposits d ON d.customer_id = c.customer_id
LEFT JOIN possessions h ON h.customer_id = c.customer_id
LEFT JOIN debts l ON l.customer_id = c.customer_id
LEFT JOIN credit k ON k.customer_id = c.customer_id
LEFT JOIN assessed a ON a.customer_id = c.customer_id
LEFT JOIN protection i ON i.customer_id = c.customer_id
LEFT JOIN behaviour f ON f.customer_id = c.customer_id
LEFT JOIN usual u ON u.customer_id = c.customer_id
LEFT JOIN wages w ON w.customer_id = c.customer_id
LEFT JOIN home t ON t.customer_id = c.customer_id
LEFT JOIN living g ON g.customer_id = c.customer_id
LEFT JOIN pay y ON y.customer_id = c.customer_id
LEFT JOIN visits v ON v.customer_id = c.customer_id
LEFT JOIN taxed x ON x.customer_id = c.customer_id
LEFT JOIN insured o ON o.customer_id = c.customer_id
LEFT JOIN businesses b ON b.customer_id = c.customer_id
LEFT JOIN bearings q ON q.customer_id = c.customer_id
LEFT JOIN habits z ON z.customer_id = c.customer_id
LEFT JOIN sales n ON n.customer_id = c.customer_id
LEFT JOIN climbs j ON j.customer_id = c.customer_id;
