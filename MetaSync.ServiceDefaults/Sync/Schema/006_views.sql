CREATE VIEW metasync.ad_insights AS
SELECT insights.account, account.name AS account_name, insights.day, insights.campaign_id, row ->> 'campaign_name' AS campaign_name,
       insights.adset_id, row ->> 'adset_name' AS adset_name, insights.ad_id, row ->> 'ad_name' AS ad_name, row ->> 'objective' AS objective,
       impressions, clicks, (row ->> 'inline_link_clicks')::bigint AS inline_link_clicks, spend,
       coalesce(row ->> 'account_currency', account.currency) AS currency,
       reach, (row ->> 'frequency')::numeric AS frequency, -- people: neither is ever added up over ads or days
       (row ->> 'ctr')::numeric AS ctr, (row ->> 'cpc')::numeric AS cpc, (row ->> 'cpm')::numeric AS cpm,
       -- By the offset, which any server understands: a zone's name that one server does not know would fail the view for all accounts.
       stored.as_of, stored.as_of < (insights.day + 29)::timestamp AT TIME ZONE coalesce(account.utc_offset, interval '0') AS provisional
FROM metasync.insights AS insights
JOIN metasync.insights_days AS stored USING (account, report, day)
LEFT JOIN metasync.accounts AS account USING (account)
WHERE report = 'ad';

COMMENT ON VIEW metasync.ad_insights IS 'One row per ad and day with typed columns. Provisional: Meta may still restate it, within 28 days.';

CREATE VIEW metasync.ad_actions AS
SELECT insights.account, insights.day, insights.campaign_id, insights.adset_id, insights.ad_id, action.action_type, action.count, action.amount
FROM metasync.insights AS insights
CROSS JOIN LATERAL (
  SELECT coalesce(counted.action_type, valued.action_type) AS action_type, counted.value AS count, valued.value AS amount
  FROM jsonb_to_recordset(coalesce(row -> 'actions', '[]')) AS counted (action_type text, value numeric)
  FULL JOIN jsonb_to_recordset(coalesce(row -> 'action_values', '[]')) AS valued (action_type text, value numeric) USING (action_type)
) AS action
WHERE report = 'ad';

COMMENT ON VIEW metasync.ad_actions IS 'One row per ad, day and type of action: how often, and its value in the account''s currency.';
