-- Balances as last stated on or before the day, and term deposits that fall due.
SELECT row_no,
    ln(1 + greatest(0, coalesce(sum(balance_minor) FILTER (as_of <= $day), 0)) / 100) AS balance,
    count(*) FILTER (kind = 'term') AS term_deposits,
    count(*) FILTER (kind = 'foreign') AS foreign_accounts,
    count(*) FILTER (matures_on BETWEEN $day::DATE AND $day::DATE + 180) AS maturing_180,
    count(*) FILTER (kind = 'term' AND $day::DATE - opened_on < 90) AS term_deposits_opened_90
FROM accounts JOIN ranked USING (customer_id)
WHERE financial AND opened_on <= $day AND (closed_on IS NULL OR closed_on > $day) GROUP BY 1
