-- An unfinished day is found by a_day_waits_once_per_account: it need not be written into a second index before it has come to anything.
DROP INDEX metasync.sync_days_that_are_not_in;
CREATE INDEX sync_days_that_came_to_nothing ON metasync.sync_days (account, day) WHERE state IN ('failed', 'cancelled');
