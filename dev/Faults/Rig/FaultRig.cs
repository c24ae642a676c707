using System.Globalization;
using Aspire.Hosting.Processes;
using MetaSync.Faults.History;
using Npgsql;

namespace MetaSync.Faults.Rig;

/// <summary>The whole system on a database of its own, every part of it a process that may fail: API, workers, and the simulator in Meta's place.</summary>
internal sealed class FaultRig : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    private readonly Guard _guard = new();
    private readonly FaultRigOptions _options;
    private readonly int _apiPort = FreePort.Next(), _simulatorPort = FreePort.Next();

    private FaultRig(PostgresCluster cluster, string connectionString, FaultRigOptions options)
    {
        (Cluster, ConnectionString, _options) = (cluster, connectionString, options);
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "rig", Timeout = 5 });
        Api = new("api", "MetaSync.ApiService", incarnation => Environment("api", incarnation, ApiSettings()), (_, token) => AnswersAsync(_apiPort, "/alive", token), _guard);
        Simulator = new("simulator", "MetaSimulator", incarnation => Environment("simulator", incarnation, SimulatorSettings()),
            (_, token) => AnswersAsync(_simulatorPort, "/__sim/health", token), _guard);
        Workers = [.. Enumerable.Range(1, options.Workers).Select(Worker)];
        Client = new(new Uri($"http://127.0.0.1:{_apiPort}"));
        Meta = new(new Uri($"http://127.0.0.1:{_simulatorPort}"));
    }

    /// <summary>The server that the database is on.</summary>
    public PostgresCluster Cluster { get; }

    /// <summary>The database, without anything in between.</summary>
    public string ConnectionString { get; }

    /// <summary>Unpooled sessions beside those of the system.</summary>
    public NpgsqlDataSource Database { get; }

    public RigProcess Api { get; }

    public RigProcess Simulator { get; }

    public IReadOnlyList<RigProcess> Workers { get; }

    /// <summary>Speaks to the API, and writes down what it asked and what it was told.</summary>
    public RigClient Client { get; }

    /// <summary>The simulator's control plane.</summary>
    public MetaControl Meta { get; }

    /// <summary>All processes but the simulator: those whose faults are the system's business.</summary>
    public IEnumerable<RigProcess> Processes => Workers.Prepend(Api);

    /// <summary>The session names of the connections that the system had when it was quiet at first.</summary>
    public static async Task<FaultRig> StartAsync(PostgresCluster cluster, FaultRigOptions options, CancellationToken cancellationToken)
    {
        var rig = new FaultRig(cluster, await cluster.CreateDatabaseAsync(cancellationToken), options);
        try
        {
            if (!options.StartsProcesses)
                return rig;
            await Task.WhenAll([rig.Simulator.StartAsync(cancellationToken), rig.Api.StartAsync(cancellationToken), .. rig.Workers.Select(worker => worker.StartAsync(cancellationToken))]);
            await HistoryRecorder.InstallAsync(rig.Database, cancellationToken);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>The worker that runs a day right now, by the name of its session at its claim; null when none does.</summary>
    public async Task<RigProcess?> WorkerOfAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand("SELECT worker FROM metasync.sync_days WHERE day = $1 AND run_token IS NOT NULL");
        command.Parameters.Add(new() { Value = day });
        return await command.ExecuteScalarAsync(cancellationToken) is string worker
            ? Workers.FirstOrDefault(process => process.IsAlive && worker.EndsWith($":{process.Id.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal))
            : null;
    }

    /// <summary>Waits until no day is left to run and Quartz holds nothing of any. False when that does not come about in time.</summary>
    public async Task<bool> WaitUntilQuietAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        const string Unfinished = """
            SELECT (SELECT count(*) FROM metasync.sync_days WHERE state IN ('queued', 'running', 'waiting'))
                 + (SELECT count(*) FROM qrtz_triggers WHERE execution_group LIKE 'meta_sync%')
                 + (SELECT count(*) FROM qrtz_fired_triggers WHERE execution_group LIKE 'meta_sync%')
            """;
        return await Until.TrueAsync(async () => await Database.ScalarAsync<long>(Unfinished, cancellationToken) == 0, limit, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Workers.Prepend(Api).Prepend(Simulator))
            await process.DisposeAsync();
        await Database.DisposeAsync();
        Client.Dispose();
        Meta.Dispose();
        await _guard.DisposeAsync();
    }

    private RigProcess Worker(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"worker-{number}");
        return new(name, "MetaSync.Worker", incarnation => Environment(name, incarnation, WorkerSettings()), ListensAsync, _guard);
    }

    private Dictionary<string, string> Environment(string process, string incarnation, Dictionary<string, string> own)
    {
        var route = new NpgsqlConnectionStringBuilder(_options.Route(process, ConnectionString)) { ApplicationName = incarnation };
        own["ConnectionStrings__metasync"] = route.ConnectionString;
        own["DOTNET_ENVIRONMENT"] = "Production";
        own["DOTNET_TieredPGO"] = "0"; // processes that live for seconds spend them on profiling themselves
        foreach (var (name, value) in _options.Environment(process))
            own[name] = value;
        return own;
    }

    private Dictionary<string, string> ApiSettings() => new()
    {
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{_apiPort}",
        ["Access__Mode"] = "Open",
        ["Access__RequestsPerMinute"] = "100000",
        ["Meta__Accounts"] = _options.Accounts,
    };

    private Dictionary<string, string> WorkerSettings() => new()
    {
        ["Meta__Accounts"] = _options.Accounts,
        ["Meta__BaseUrl"] = $"http://127.0.0.1:{_simulatorPort}",
        ["Meta__AccessToken"] = "simulator",
        ["Sync__RetryDelay"] = "00:00:00.300",
        ["Refresh__Enabled"] = "false",
    };

    private Dictionary<string, string> SimulatorSettings() => new()
    {
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{_simulatorPort}",
        ["Simulator__AdsPerAccount"] = _options.Ads.ToString(CultureInfo.InvariantCulture),
        ["Simulator__Latency__PerRequest"] = _options.Latency.ToString("c", CultureInfo.InvariantCulture),
    };

    private static async Task<bool> AnswersAsync(int port, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync($"http://127.0.0.1:{port}{path}", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A worker that hears of new days, and has checked in, is of use.</summary>
    private async Task<bool> ListensAsync(string incarnation, CancellationToken cancellationToken)
    {
        try
        {
            return await Database.ScalarAsync<bool>(
                $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '{incarnation}' AND datname = current_database() AND query LIKE 'LISTEN %')", cancellationToken);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
