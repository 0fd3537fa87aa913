-- The portrait's own store; `tags` is how it is read.
CREATE TABLE IF NOT EXISTS portrait.standing (customer_id VARCHAR, family VARCHAR, part VARCHAR, value VARCHAR, origin VARCHAR,
    confidence DOUBLE, source_rows BIGINT, legal_basis VARCHAR, version VARCHAR, valid_from TIMESTAMP, expires_on DATE);
CREATE TABLE IF NOT EXISTS portrait.past (customer_id VARCHAR, family VARCHAR, part VARCHAR, value VARCHAR, origin VARCHAR,
    confidence DOUBLE, source_rows BIGINT, legal_basis VARCHAR, version VARCHAR, valid_from TIMESTAMP, valid_to TIMESTAMP, expires_on DATE);
ALTER TABLE portrait.standing ADD COLUMN IF NOT EXISTS expires_on DATE;
ALTER TABLE portrait.past ADD COLUMN IF NOT EXISTS expires_on DATE;
CREATE TABLE IF NOT EXISTS portrait.refreshes (began_at TIMESTAMP, customers BIGINT, written BIGINT, engine VARCHAR);
CREATE TABLE IF NOT EXISTS portrait.definitions (version VARCHAR PRIMARY KEY, family VARCHAR, origin VARCHAR, source VARCHAR,
    sensitivity VARCHAR, days INTEGER, purposes VARCHAR, explain_zh VARCHAR, explain_en VARCHAR, sql VARCHAR);
CREATE OR REPLACE VIEW portrait.tags AS
SELECT t.customer_id, t.family || coalesce('.' || t.part, '') AS tag_key, t.value, t.confidence, d.source,
    t.source_rows AS rows, t.legal_basis, d.sensitivity, t.as_of, coalesce(t.expires_on, t.as_of + d.days) AS expires_at,
    d.purposes AS permitted_purposes, d.explain_zh, d.explain_en, t.origin, t.version, t.valid_from, t.valid_to, t.family, t.part
FROM (
    SELECT *, (SELECT max(began_at) FROM portrait.refreshes)::DATE AS as_of, NULL::TIMESTAMP AS valid_to FROM portrait.standing
    UNION ALL BY NAME SELECT *, valid_to::DATE AS as_of FROM portrait.past
) t JOIN portrait.definitions d ON d.version = t.version;
