-- Who owns an account or a card that payments are booked on.
CREATE OR REPLACE TEMP TABLE owners AS
SELECT account_id, any_value(customer_id) AS customer_id FROM (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
) GROUP BY 1
