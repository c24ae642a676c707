using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Bench.Rig;

/// <summary>A PostgreSQL as it comes, and not as a rig for faults wants it.</summary>
internal static class Servers
{
    /// <summary>
    /// As much of its log as it keeps between two checkpoints, and then keeps for reuse. A new server makes each file of 16 MB anew, with zeros:
    /// 45 ms in which some commit or other waits, and 3,650 days write about a file.
    /// </summary>
    private const string FillTheLog = "SELECT count(pg_switch_wal()) FROM generate_series(1, 60) WHERE pg_logical_emit_message(false, 'bench', '') IS NOT NULL";

    /// <remarks>128 MB of buffers are what one database gets; the five that are compared side by side on one server would drive each other's pages out.</remarks>
    /// <param name="cancellationToken">Until it answers.</param>
    /// <param name="settings">What is to be other than the server's default.</param>
    public static async Task<PostgresCluster> StartAsync(CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        if (PostgresCluster.Lacking is { } sentence)
            throw new BenchException(sentence);
        var own = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        foreach (var (name, value) in new[] { ("shared_buffers", "512MB"), ("min_wal_size", "1GB"), ("restart_after_crash", "on"), ("track_commit_timestamp", "off"), ("log_checkpoints", "on") })
            own[name] = value;
        return await PostgresCluster.StartAsync(new() { Fsync = true, Settings = own }, cancellationToken);
    }

    /// <summary>Leaves a server's log as some hours of work would.</summary>
    public static async Task AgeAsync(PostgresCluster cluster, CancellationToken cancellationToken)
    {
        await using var server = NpgsqlDataSource.Create(cluster.Server);
        await server.ExecuteAsync(FillTheLog, cancellationToken);
        await server.ExecuteAsync("CHECKPOINT", cancellationToken);
    }
}
