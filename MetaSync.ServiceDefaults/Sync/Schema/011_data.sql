-- A number as Meta writes it, or null: one odd value must not fail a view for all rows.
CREATE FUNCTION metasync.number(value text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value ~ '^-?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?$' THEN value::numeric END
$$;

CREATE OR REPLACE VIEW metasync.ad_insights AS
SELECT insights.account, account.name AS account_name, insights.day, insights.campaign_id, row ->> 'campaign_name' AS campaign_name,
       insights.adset_id, row ->> 'adset_name' AS adset_name, insights.ad_id, row ->> 'ad_name' AS ad_name, row ->> 'objective' AS objective,
       impressions, clicks, CASE WHEN row ->> 'inline_link_clicks' ~ '^\d{1,18}$' THEN (row ->> 'inline_link_clicks')::bigint END AS inline_link_clicks, spend,
       coalesce(row ->> 'account_currency', account.currency) AS currency,
       reach, metasync.number(row ->> 'frequency') AS frequency, -- people: neither is ever added up over ads or days
       metasync.number(row ->> 'ctr') AS ctr, metasync.number(row ->> 'cpc') AS cpc, metasync.number(row ->> 'cpm') AS cpm,
       -- By the offset, which any server understands: a zone's name that one server does not know would fail the view for all accounts.
       stored.as_of, stored.as_of < (insights.day + 29)::timestamp AT TIME ZONE coalesce(account.utc_offset, interval '0') AS provisional
FROM metasync.insights AS insights
JOIN metasync.insights_days AS stored USING (account, report, day)
LEFT JOIN metasync.accounts AS account USING (account)
WHERE report = 'ad';

-- The lax path takes what is no list for a list of one, and what is no object for one without keys.
CREATE OR REPLACE VIEW metasync.ad_actions AS
SELECT insights.account, insights.day, insights.campaign_id, insights.adset_id, insights.ad_id, action.action_type, action.count, action.amount
FROM metasync.insights AS insights
CROSS JOIN LATERAL (
  SELECT action_type, counted.value AS count, valued.value AS amount
  FROM (SELECT one ->> 'action_type' AS action_type, metasync.number(one ->> 'value') AS value FROM jsonb_path_query(row, '$.actions[*]') AS one) AS counted
  FULL JOIN (SELECT one ->> 'action_type' AS action_type, metasync.number(one ->> 'value') AS value FROM jsonb_path_query(row, '$.action_values[*]') AS one) AS valued
  USING (action_type)
  WHERE action_type IS NOT NULL
) AS action
WHERE report = 'ad';

-- The columns of GET /api/insights, in its order.
CREATE VIEW metasync.report_insights AS
SELECT insights.account, account.name AS account_name, insights.report, insights.day,
       insights.campaign_id, row ->> 'campaign_name' AS campaign_name, insights.adset_id, row ->> 'adset_name' AS adset_name,
       insights.ad_id, row ->> 'ad_name' AS ad_name, insights.breakdowns,
       impressions, clicks, reach, spend, coalesce(row ->> 'account_currency', account.currency) AS currency, account.time_zone,
       stored.as_of, stored.as_of < (insights.day + 29)::timestamp AT TIME ZONE coalesce(account.utc_offset, interval '0') AS provisional, row
FROM metasync.insights AS insights
JOIN metasync.insights_days AS stored USING (account, report, day)
LEFT JOIN metasync.accounts AS account USING (account);

COMMENT ON VIEW metasync.report_insights IS 'All reports with the columns of GET /api/insights. Provisional: Meta may still restate the day, within 28 days.';

CREATE VIEW metasync.report_days AS
SELECT stored.account, account.name AS account_name, account.currency, account.time_zone, stored.report, stored.day, stored.rows, stored.as_of, stored.changed_at,
       stored.as_of < (stored.day + 29)::timestamp AT TIME ZONE coalesce(account.utc_offset, interval '0') AS provisional
FROM metasync.insights_days AS stored
LEFT JOIN metasync.accounts AS account USING (account);

COMMENT ON VIEW metasync.report_days IS 'One row per account, report and day that is in, also for a day without delivery, which has 0 rows.';
