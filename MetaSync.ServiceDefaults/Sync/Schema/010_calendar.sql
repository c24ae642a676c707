-- A calendar looks for jobs that are unfinished or came to nothing: among a million that succeeded it takes 170 ms without it, and 1 ms with it.
CREATE INDEX sync_days_that_are_not_in ON metasync.sync_days (account, day) WHERE state <> 'succeeded';
