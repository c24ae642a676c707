using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Bench.Rig;

/// <summary>graphile-worker in a Node process of its own, on a database of its own on the same server. It takes its times itself.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(2);
    private static readonly string Folder = typeof(Peer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "PeerDirectory").Value!;

    private readonly Process _process;

    private Peer(Process process) => _process = process;

    public string Version { get; private set; } = "";

    public string NodeVersion { get; private set; } = "";

    /// <summary>None, after a sentence, where there is no Node or its packages can't be had: the rest is measured all the same.</summary>
    public static async Task<Peer?> TryStartAsync(PostgresCluster server, CancellationToken cancellationToken)
    {
        try
        {
            await InstallAsync(cancellationToken);
            var peer = new Peer(Spawn("node", ["peer.js"], UrlOf(await server.CreateDatabaseAsync(cancellationToken))));
            var versions = await peer.AskAsync("versions", [], cancellationToken);
            (peer.Version, peer.NodeVersion) = ((string)versions["peer"]!, (string)versions["node"]!);
            return peer;
        }
        catch (Exception exception) when (exception is Win32Exception or BenchException or TimeoutException)
        {
            Run.Say($"The peer is not measured, because Node or graphile-worker can't be had here: {exception.Message}");
            return null;
        }
    }

    public Task EmptyAsync(CancellationToken cancellationToken) => AskAsync("empty", [], cancellationToken);

    public async Task<double> EnqueueAsync(string account, DateOnly startDate, int days, CancellationToken cancellationToken) =>
        (double)(await AskAsync("enqueue", new() { ["account"] = account, ["startDate"] = $"{startDate:yyyy-MM-dd}", ["days"] = days }, cancellationToken))["milliseconds"]!;

    /// <summary>As if the account's jobs had run.</summary>
    public Task RunThroughAsync(string account, CancellationToken cancellationToken) => AskAsync("runThrough", new() { ["account"] = account }, cancellationToken);

    /// <param name="jobs">How many wait in the queue; it is worked off.</param>
    /// <param name="concurrency">Jobs at once, of all queues.</param>
    /// <param name="pollInterval">In milliseconds; null for the peer's default.</param>
    /// <param name="cancellationToken">Until the last one has run.</param>
    /// <returns>Milliseconds from the end of each job to the start of the next.</returns>
    public async Task<double[]> HandOverAsync(int jobs, int concurrency, int? pollInterval, CancellationToken cancellationToken) =>
        (await AskAsync("handOver", new() { ["jobs"] = jobs, ["concurrency"] = concurrency, ["pollInterval"] = pollInterval }, cancellationToken))["gaps"].Deserialize<double[]>()!;

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonObject> AskAsync(string command, JsonObject arguments, CancellationToken cancellationToken)
    {
        arguments["command"] = command;
        await _process.StandardInput.WriteLineAsync(arguments.ToJsonString().AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new BenchException("the peer's process ended; its reason stands above.");
        var answer = JsonNode.Parse(line)!.AsObject();
        return answer["error"] is { } error ? throw new BenchException($"the peer's '{command}' failed: {error}") : answer;
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        using var install = Spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], null);
        try
        {
            await install.StandardOutput.ReadToEndAsync(cancellationToken).WaitAsync(InstallTime, TimeProvider.System, cancellationToken);
            await install.WaitForExitAsync(cancellationToken);
        }
        catch (TimeoutException)
        {
            install.Kill(entireProcessTree: true);
            throw;
        }

        if (install.ExitCode != 0)
            throw new BenchException("npm ci failed; its reason stands above.");
    }

    private static Process Spawn(string program, string[] arguments, string? database)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (database is not null)
            start.Environment["PEER_DATABASE"] = database;
        return Process.Start(start)!;
    }

    private static string UrlOf(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgres://{parts.Username}:{parts.Password}@{parts.Host}:{parts.Port}/{parts.Database}";
    }
}
