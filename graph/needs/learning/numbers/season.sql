-- The time of the year.
SELECT row_no, sin(2 * pi() * dayofyear($day::DATE) / 365) AS season_sine,
    cos(2 * pi() * dayofyear($day::DATE) / 365) AS season_cosine
FROM ranked
