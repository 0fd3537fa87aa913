-- What is said of customers, before it is compared with what was said before.
CREATE OR REPLACE TEMP TABLE fresh (
    customer_id VARCHAR, family VARCHAR, part VARCHAR, value VARCHAR, origin VARCHAR,
    confidence DOUBLE, source_rows BIGINT, legal_basis VARCHAR, version VARCHAR,
    expires_on DATE
)
