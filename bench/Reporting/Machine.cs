using System.Reflection;
using System.Runtime.InteropServices;
using MetaSync.Bench.Rig;
using MetaSync.Faults.Rig;
using Npgsql;
using Quartz;

namespace MetaSync.Bench.Reporting;

/// <summary>What a figure has to be read with.</summary>
internal static class Machine
{
    public static async Task<IReadOnlyList<string>> DescribeAsync(PostgresCluster server, Peer? peer, bool isSmall, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(server.Server + ";Database=postgres");
        await using var command = database.CreateCommand("""
            SELECT format('PostgreSQL %s, set by hand: %s', current_setting('server_version'),
              (SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings WHERE source = 'command line' AND name <> 'port'))
              || format('; by default: fsync=%s, synchronous_commit=%s, shared_buffers=%s', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('shared_buffers'))
            """);
        return
        [
            isSmall
                ? "A small run: it shows that the bench works. **Its figures mean nothing.**"
                : "Not a timed test: figures depend on the machine and on what else it does; compare ratios, which were measured in turns on one server.",
            $"MetaSync {VersionOf(typeof(Machine))} ({Configuration}), Quartz {VersionOf(typeof(IScheduler))}, Npgsql {VersionOf(typeof(NpgsqlConnection))}, {RuntimeInformation.FrameworkDescription}",
            peer is null ? "The peer was not measured." : $"Peer: graphile-worker {peer.Version} on Node {peer.NodeVersion}",
            (string)(await command.ExecuteScalarAsync(cancellationToken))!,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC",
        ];
    }

    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion is var version && version.IndexOf('+', StringComparison.Ordinal) is var plus and > 0
            ? version[..Math.Min(version.Length, plus + 8)]
            : version;
}
