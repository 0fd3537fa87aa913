-- The words of the facts and families that Spark SQL has under another name.
CREATE OR REPLACE TEMPORARY FUNCTION says(said STRING, pattern STRING) RETURNS BOOLEAN RETURN regexp_like(said, pattern);
CREATE OR REPLACE TEMPORARY FUNCTION listed(items ARRAY<INT>) RETURNS INT RETURN CASE WHEN items IS NULL THEN 0 ELSE size(items) END;
CREATE OR REPLACE TEMPORARY FUNCTION latest_of(items ARRAY<INT>) RETURNS INT RETURN array_max(items);
CREATE OR REPLACE TEMPORARY FUNCTION year_month(one_day DATE) RETURNS STRING RETURN date_format(one_day, 'yyyy-MM');
CREATE OR REPLACE TEMPORARY FUNCTION days_between(first_day DATE, second_day DATE) RETURNS INT RETURN datediff(second_day, first_day);
CREATE OR REPLACE TEMPORARY FUNCTION months_after(first_day DATE, months INT) RETURNS DATE RETURN add_months(first_day, months);
