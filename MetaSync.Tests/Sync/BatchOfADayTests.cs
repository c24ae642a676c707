using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Sync;

/// <summary>What a foreign key would hold.</summary>
public sealed class BatchOfADayTests(PostgresServer server)
{
    private static readonly Guid Batch = new("00000000-0000-0000-0000-000000000001"), Another = new("00000000-0000-0000-0000-000000000002");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_whose_batch_is_not_there_is_refused_and_with_it_the_others_of_its_statement()
    {
        await using var host = await StartAsync();
        var database = host.Database;

        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync($"""
            {Insert} ('{Batch}', 'act_1', 'm', '2026-01-01', '2026-01-01'), ('{Guid.Empty}', 'act_1', 'm', '2026-01-02', '2026-01-02')
            """, Cancel));

        Assert.Equal((PostgresErrorCodes.ForeignKeyViolation, "a_day_has_a_batch"), (refused.SqlState, refused.ConstraintName));
        Assert.Contains(Guid.Empty.ToString(), refused.MessageText);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days", Cancel));
    }

    [Theory]
    [InlineData("DELETE FROM metasync.sync_batches", "a_batch_with_days_stays")]
    [InlineData("UPDATE metasync.sync_batches SET id = gen_random_uuid()", "a_batch_keeps_its_id")]
    [InlineData("UPDATE metasync.sync_days SET batch_id = gen_random_uuid()", "a_day_keeps_its_batch")]
    public async Task Nothing_parts_a_day_from_its_batch(string sql, string constraint)
    {
        await using var host = await StartAsync();
        var database = host.Database;
        await database.ExecuteAsync($"{Insert} ('{Batch}', 'act_1', 'm', '2026-01-01', '2026-01-01')", Cancel);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(sql, Cancel));

        Assert.Equal((PostgresErrorCodes.ForeignKeyViolation, constraint), (refused.SqlState, refused.ConstraintName));
    }

    [Fact]
    public async Task A_batch_without_days_goes()
    {
        await using var host = await StartAsync();
        var database = host.Database;
        await database.ExecuteAsync($"{Insert} ('{Batch}', 'act_1', 'm', '2026-01-01', '2026-01-01')", Cancel);

        await database.ExecuteAsync($"DELETE FROM metasync.sync_batches WHERE id = '{Another}'", Cancel);

        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel));
    }

    [Fact]
    public async Task Who_deletes_a_batch_while_it_gets_a_day_waits_and_is_refused()
    {
        await using var host = await StartAsync();
        var database = host.Database;
        await using var connection = await database.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var add = new NpgsqlCommand($"{Insert} ('{Batch}', 'act_1', 'm', '2026-01-01', '2026-01-01')", connection);
        await add.ExecuteNonQueryAsync(Cancel);

        var deletion = database.ExecuteAsync($"DELETE FROM metasync.sync_batches WHERE id = '{Batch}'", Cancel);
        await Eventually.TrueAsync(
            () => database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')", Cancel),
            "the deletion waits", Cancel);
        await transaction.CommitAsync(Cancel);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => deletion);
        Assert.Equal("a_batch_with_days_stays", refused.ConstraintName);
    }

    private const string Insert = "INSERT INTO metasync.sync_days (batch_id, account, lane, day, end_day) VALUES";

    /// <summary>With two batches that have no days.</summary>
    private async Task<EnqueueingHost> StartAsync()
    {
        var host = await EnqueueingHost.StartAsync(server, bulk: false, Cancel);
        await host.Database.ExecuteAsync($"""
            INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts)
            SELECT id, '2026-01-01', '2026-01-02', ARRAY['act_1'] FROM unnest(ARRAY['{Batch}', '{Another}']::uuid[]) AS id
            """, Cancel);
        return host;
    }
}
