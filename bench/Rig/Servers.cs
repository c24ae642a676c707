using MetaSync.Faults.Rig;

namespace MetaSync.Bench.Rig;

/// <summary>A PostgreSQL as it comes, and not as a rig for faults wants it.</summary>
internal static class Servers
{
    /// <param name="cancellationToken">Until it answers.</param>
    /// <param name="settings">What is to be other than the server's default.</param>
    public static async Task<PostgresCluster> StartAsync(CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        if (PostgresCluster.Lacking is { } sentence)
            throw new BenchException(sentence);
        var own = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        foreach (var (name, value) in new[] { ("shared_buffers", "128MB"), ("restart_after_crash", "on"), ("track_commit_timestamp", "off"), ("log_checkpoints", "on") })
            own[name] = value;
        return await PostgresCluster.StartAsync(new() { Fsync = true, Settings = own }, cancellationToken);
    }
}
