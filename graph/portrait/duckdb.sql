-- The words of the facts and families that DuckDB has under another name.
CREATE OR REPLACE TEMP MACRO says(said, pattern) AS regexp_matches(said, pattern);
CREATE OR REPLACE TEMP MACRO listed(items) AS coalesce(len(items), 0);
CREATE OR REPLACE TEMP MACRO latest_of(items) AS list_max(items);
CREATE OR REPLACE TEMP MACRO year_month(one_day) AS strftime(one_day, '%Y-%m');
CREATE OR REPLACE TEMP MACRO days_between(first_day, second_day) AS date_diff('day', CAST(first_day AS DATE), CAST(second_day AS DATE));
CREATE OR REPLACE TEMP MACRO months_after(first_day, months) AS CAST(first_day + to_months(CAST(months AS INTEGER)) AS DATE);
