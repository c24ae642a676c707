using System.Globalization;
using MetaSync.Tests.Support;
using MetaSync.Worker.Retention;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MetaSync.Tests.Retention;

public sealed class RetentionJobTests(PostgresServer server)
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("succeeded", 400, 399, 0)]
    [InlineData("failed", 400, 366, 0)]
    [InlineData("cancelled", 400, 366, 0)]
    [InlineData("succeeded", 400, 364, 1)] // it was long on its way
    [InlineData("succeeded", 364, 364, 1)]
    [InlineData("queued", 400, null, 1)]
    [InlineData("paused", 400, null, 1)]
    public async Task A_batch_goes_when_its_last_day_ended_longer_ago_than_it_is_kept(string state, int createdDaysAgo, int? finishedDaysAgo, int left)
    {
        await using var worker = await WorkerParts.CreateAsync(server, meta: null, Cancel);
        var batch = await AddBatchAsync(worker, "act_1", 2, state, createdDaysAgo, finishedDaysAgo);
        await AddBatchAsync(worker, "act_1", 1, "succeeded", 1, 1); // it holds the account's newest day

        await JobOf(worker, Year).Execute(null!, Cancel);

        Assert.Equal([left, 2 * left], await worker.ColumnAsync<int>($"""
            SELECT count(*)::int FROM metasync.sync_batches WHERE id = '{batch}' UNION ALL SELECT count(*)::int FROM metasync.sync_days WHERE batch_id = '{batch}'
            """, Cancel));
    }

    [Fact]
    public async Task Of_a_batch_that_is_partly_unfinished_no_day_goes()
    {
        await using var worker = await WorkerParts.CreateAsync(server, meta: null, Cancel);
        var batch = await AddBatchAsync(worker, "act_1", 3, "succeeded", 400, 399);
        await worker.ExecuteAsync($"UPDATE metasync.sync_days SET state = 'queued', finished_at = NULL WHERE id = (SELECT max(id) FROM metasync.sync_days WHERE batch_id = '{batch}')", Cancel);

        await JobOf(worker, Year).Execute(null!, Cancel);

        Assert.Equal(3, Assert.Single(await worker.ColumnAsync<int>($"SELECT count(*)::int FROM metasync.sync_days WHERE batch_id = '{batch}'", Cancel)));
    }

    [Fact]
    public async Task An_accounts_newest_day_stays_because_it_names_the_lane_of_its_refresh()
    {
        await using var worker = await WorkerParts.CreateAsync(server, meta: null, Cancel);
        await AddBatchAsync(worker, "act_1", 3, "succeeded", 400, 399);
        await AddBatchAsync(worker, "act_2", 3, "succeeded", 400, 399);

        await JobOf(worker, Year).Execute(null!, Cancel);

        Assert.Equal(["act_1", "act_2"], await worker.ColumnAsync<string>("SELECT account FROM metasync.sync_days ORDER BY account", Cancel));
    }

    [Fact]
    public async Task More_days_than_go_at_once_go_all_the_same()
    {
        await using var worker = await WorkerParts.CreateAsync(server, meta: null, Cancel);
        await AddBatchAsync(worker, "act_1", 12_000, "succeeded", 400, 399);

        await JobOf(worker, Year).Execute(null!, Cancel);

        Assert.Equal(1, Assert.Single(await worker.ColumnAsync<int>("SELECT count(*)::int FROM metasync.sync_days", Cancel)));
    }

    [Fact]
    public async Task Nothing_goes_when_nobody_has_said_so()
    {
        await using var worker = await WorkerParts.CreateAsync(server, meta: null, Cancel);
        await AddBatchAsync(worker, "act_1", 3, "succeeded", 4000, 3999);

        await JobOf(worker, null).Execute(null!, Cancel);

        Assert.Equal(3, Assert.Single(await worker.ColumnAsync<int>("SELECT count(*)::int FROM metasync.sync_days", Cancel)));
    }

    private static RetentionJob JobOf(WorkerParts worker, TimeSpan? batches) =>
        new(worker.Database, Options.Create(new RetentionOptions { Batches = batches }), NullLogger<RetentionJob>.Instance);

    private static async Task<Guid> AddBatchAsync(WorkerParts worker, string account, int days, string state, int createdDaysAgo, int? finishedDaysAgo)
    {
        var finished = finishedDaysAgo is { } ago ? string.Create(CultureInfo.InvariantCulture, $"now() - interval '{ago} days'") : "NULL";
        var batch = Guid.NewGuid();
        await worker.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts, created_at)
            VALUES ('{batch}', '2020-01-01', '2020-01-01', '{"{"}{account}{"}"}', now() - interval '{createdDaysAgo} days');
            INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, finished_at)
            SELECT '{batch}', 'meta_sync', '{account}', day, day, '{state}', {finished} FROM (SELECT '1990-01-01'::date + n AS day FROM generate_series(1, {days}) AS n) AS days;
            """), Cancel);
        return batch;
    }
}
