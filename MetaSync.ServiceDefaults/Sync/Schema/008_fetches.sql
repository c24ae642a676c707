-- Each time that a day was read from Meta, and what it then added up to: so that it can be said what a later reading has changed.
CREATE TABLE metasync.insights_fetches (
  account     text        NOT NULL,
  report      text        NOT NULL,
  day         date        NOT NULL,
  as_of       timestamptz NOT NULL,
  day_id      bigint      NOT NULL, -- the row of sync_days whose run it was
  rows        bigint      NOT NULL,
  spend       numeric     NOT NULL,
  impressions bigint      NOT NULL,
  clicks      bigint      NOT NULL,
  CONSTRAINT a_day_is_fetched_once_at_a_time PRIMARY KEY (account, report, day, as_of)
);

INSERT INTO metasync.insights_fetches (account, report, day, as_of, day_id, rows, spend, impressions, clicks)
SELECT stored.account, stored.report, stored.day, stored.as_of, 0, stored.rows, coalesce(sum(spend), 0), coalesce(sum(impressions), 0), coalesce(sum(clicks), 0)
FROM metasync.insights_days AS stored LEFT JOIN metasync.insights USING (account, report, day)
GROUP BY stored.account, stored.report, stored.day;

-- The reports that the workers are set up to fetch: a day is in when all of them are.
CREATE TABLE metasync.reports (
  report        text        PRIMARY KEY, -- as in insights.report
  level         text        NOT NULL,
  breakdowns    text[]      NOT NULL DEFAULT '{}',
  is_configured boolean     NOT NULL DEFAULT true,
  seen_at       timestamptz NOT NULL DEFAULT now()
);
