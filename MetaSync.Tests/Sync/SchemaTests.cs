using MetaSync.Sync;
using MetaSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MetaSync.Tests.Sync;

public sealed class SchemaTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_of_the_first_version_keeps_its_days_and_rows()
    {
        var connectionString = await server.CreateDatabaseAsync(Cancel);
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        var first = Schema.Files().Take(2).ToArray();
        await database.ExecuteAsync($"""
            CREATE SCHEMA metasync;
            CREATE TABLE metasync.schema_files (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO metasync.schema_files (name) VALUES ('{first[0].Name}'), ('{first[1].Name}');
            {first[0].Sql}{first[1].Sql}
            INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES (gen_random_uuid(), '2026-01-01', '2026-01-05', ARRAY['act_1']);
            INSERT INTO metasync.sync_days (batch_id, lane, account, day, state, rows, finished_at, run_token, waiting_reason, waiting_until)
            SELECT id, 'meta_sync', 'act_1', day, state, rows, finished, token, reason, until FROM metasync.sync_batches, (VALUES
              ('2026-01-01'::date, 'succeeded', 1, now() - interval '1 day', null::uuid, null, null::timestamptz), ('2026-01-01', 'succeeded', 2, now(), null, null, null),
              ('2026-01-02', 'failed', null, now(), null, null, null), ('2026-01-03', 'running', null, null, gen_random_uuid(), null, null),
              ('2026-01-04', 'waiting', null, null, null, 'retry', now()), ('2026-01-05', 'queued', null, null, null, null, null)
            ) AS old (day, state, rows, finished, token, reason, until);
            INSERT INTO metasync.insights (account, report, day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row, as_of, batch_id)
            SELECT 'act_1', 'ad', '2026-01-01', '1', '1', ad::text, 1, 1, 1, 1.5, '{EmptyObject}', now(), gen_random_uuid() FROM generate_series(1, 2) AS ad;
            """, Cancel);
        using var host = EnqueueingHost.On(connectionString);

        await host.Services.GetRequiredService<Schema>().ApplyAsync(Cancel);

        Assert.Equal(2, await database.ScalarAsync<long>("SELECT rows FROM metasync.insights_days WHERE account = 'act_1' AND report = 'ad' AND day = '2026-01-01'", Cancel));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM metasync.insights_days", Cancel));
        Assert.Equal(3m, await database.ScalarAsync<decimal>("SELECT sum(spend) FROM metasync.ad_insights", Cancel));
        Assert.Equal(6, await database.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days WHERE kind = 'range' AND steps = '[]'", Cancel));
    }

    [Fact]
    public async Task Eight_processes_that_set_up_an_empty_database_at_once_all_find_it_whole()
    {
        var connectionString = await server.CreateDatabaseAsync(Cancel);
        var hosts = Enumerable.Range(0, 8).Select(_ => EnqueueingHost.On(connectionString)).ToArray();
        try
        {
            await Task.WhenAll(hosts.Select(host => Task.Run(() => host.Services.GetRequiredService<Schema>().ApplyAsync(Cancel), Cancel)));
        }
        finally
        {
            foreach (var host in hosts)
                host.Dispose();
        }

        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        Assert.Equal(Schema.Files().Count(), await database.ScalarAsync<long>("SELECT count(*) FROM metasync.schema_files", Cancel));
    }

    private const string EmptyObject = "{}";
}
