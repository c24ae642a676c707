using System.Globalization;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;
using MetaSync.Faults.Rig;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.Bench.Lanes;

/// <summary>What workers and server do while nothing can be done: the first day of each lane waits for tomorrow, all others for it.</summary>
internal static class Idle
{
    private static readonly string[] Columns =
        ["workers", "waiting days", "seconds", "statements a second", "transactions a second", "workers' CPU seconds", "the server's CPU seconds"];

    public static async Task<Table> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var table = new Table("idle", "Idle: what days that wait cost", Columns);
        var (accounts, days) = LanesBench.Size(run);
        var counts = await CanCountAsync(run.Server, cancellationToken);
        // Statements are counted by an extension that has to be loaded at the start, so this server is another one.
        await using var server = await Servers.StartAsync(cancellationToken, counts ? [("shared_preload_libraries", "pg_stat_statements")] : []);
        foreach (var workers in run.Pick<int[]>([1, 2], [1]))
        {
            foreach (var isWaiting in new[] { false, true })
            {
                Run.Say($"  {workers} idle workers, {(isWaiting ? accounts.Count * days : 0)} waiting days");
                await using var rig = await Programs.StartAsync(server, TimeSpan.Zero, cancellationToken, workers);
                await FillAsync(rig.ConnectionString, isWaiting ? accounts : [], days, counts, cancellationToken);
                var cost = await WatchAsync(rig, counts, run.Pick(20, 1), cancellationToken);
                table.Add(workers, isWaiting ? accounts.Count * days : 0, cost.Seconds, cost.Statements / cost.Seconds, cost.Transactions / cost.Seconds, cost.Workers, cost.Server);
            }
        }

        table.Notes.Add("The bench's own two questions are among the statements and transactions. Statements are counted by pg_stat_statements, CPU of the server is read from /proc.");
        return table;
    }

    private static async Task<bool> CanCountAsync(PostgresCluster server, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(server.Server + ";Database=postgres");
        return await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements')", cancellationToken);
    }

    private static async Task FillAsync(string connectionString, IReadOnlyList<string> accounts, int days, bool counts, CancellationToken cancellationToken)
    {
        await using var api = EnqueueingApi.Start(connectionString);
        if (counts)
            await api.Database.ExecuteAsync("CREATE EXTENSION pg_stat_statements", cancellationToken);
        if (accounts.Count == 0)
            return;
        await api.EnqueueAsync(Queue.Days(days), accounts, LaneMode.PerAccount, cancellationToken);
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).UtcTicks.ToString(CultureInfo.InvariantCulture);
        await api.Database.ExecuteAsync(
            $"""
            UPDATE qrtz_triggers SET next_fire_time = {tomorrow} WHERE trigger_group = '{SyncDayContract.Group}' AND trigger_state = 'WAITING';
            UPDATE metasync.sync_days SET state = 'waiting', waiting_reason = 'rate_limit', waiting_until = now() + interval '1 day'
            WHERE place IN (SELECT min(place) FROM metasync.sync_days GROUP BY lane)
            """, cancellationToken);
    }

    private static async Task<Cost> WatchAsync(FaultRig rig, bool counts, int seconds, CancellationToken cancellationToken)
    {
        foreach (var worker in rig.Workers)
            await worker.StartAsync(cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(seconds, 5)), TimeProvider.System, cancellationToken); // what is done at the start is done
        var before = await ReadAsync();
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);
        var after = await ReadAsync();
        return new(seconds, after.Statements - before.Statements, after.Transactions - before.Transactions, after.Workers - before.Workers, after.Server - before.Server);

        async Task<Cost> ReadAsync() => new(
            0,
            counts ? await rig.Database.ScalarAsync<long>("SELECT sum(calls)::bigint FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())", cancellationToken) : null,
            await rig.Database.ScalarAsync<long>("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()", cancellationToken),
            rig.Workers.Sum(Processor.SecondsOf),
            Processor.SecondsOfServer(rig.Cluster));
    }

    private sealed record Cost(double Seconds, double? Statements, double Transactions, double Workers, double? Server);
}
