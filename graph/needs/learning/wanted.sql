-- The texts of each source that stand for a key, with the share and half-life of the sign.
CREATE OR REPLACE TEMP TABLE wanted AS
SELECT unnest($sources) AS source, unnest($texts) AS text, unnest($keys) AS key,
    unnest($shares) AS share, unnest($half_lives) AS half_life
