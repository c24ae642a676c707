CREATE TABLE metasync.insights (
  account     text        NOT NULL,
  report      text        NOT NULL,
  day         date        NOT NULL,
  campaign_id text        NOT NULL,
  adset_id    text        NOT NULL,
  ad_id       text        NOT NULL,
  impressions bigint      NOT NULL,
  clicks      bigint      NOT NULL,
  reach       bigint      NOT NULL, -- people: never add it up over ads or days
  spend       numeric     NOT NULL, -- in the account's currency
  row         jsonb       NOT NULL, -- the whole row, as Meta sent it
  as_of       timestamptz NOT NULL,
  batch_id    uuid        NOT NULL,
  CONSTRAINT an_ad_has_one_row_per_day PRIMARY KEY (account, report, day, campaign_id, adset_id, ad_id)
);
