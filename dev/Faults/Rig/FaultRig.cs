using System.Globalization;
using Aspire.Hosting.Processes;
using MetaSync.Faults.History;
using Npgsql;

namespace MetaSync.Faults.Rig;

/// <summary>The whole system on a database of its own, every part of it a process that may fail: API, workers, and the simulator in Meta's place.</summary>
internal sealed class FaultRig : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenVerdicts = TimeSpan.FromMilliseconds(250);

    private readonly Guard _guard = new();
    private readonly FaultRigOptions _options;
    private readonly int _simulatorPort = FreePort.Next();

    private FaultRig(PostgresCluster cluster, string connectionString, FaultRigOptions options)
    {
        (Cluster, ConnectionString, _options) = (cluster, connectionString, options);
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "rig", Timeout = 5 });
        Looks = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 1, ApplicationName = "rig", Timeout = 5, CommandTimeout = 5 });
        int[] ports = [.. Enumerable.Range(0, options.Apis).Select(_ => FreePort.Next())];
        Apis = [.. ports.Select((port, index) => ApiAt(port, index == 0 ? "api" : string.Create(CultureInfo.InvariantCulture, $"api-{index + 1}")))];
        Simulator = new("simulator", "MetaSimulator", incarnation => Environment("simulator", incarnation, SimulatorSettings()),
            (_, token) => AnswersAsync(_simulatorPort, "/__sim/health", token), _guard);
        Workers = [.. Enumerable.Range(1, options.Workers).Select(Worker)];
        Client = new(new Uri($"http://127.0.0.1:{ports[0]}"));
        Meta = new(new Uri($"http://127.0.0.1:{_simulatorPort}"));
    }

    /// <summary>The server that the database is on.</summary>
    public PostgresCluster Cluster { get; }

    /// <summary>The database, without anything in between.</summary>
    public string ConnectionString { get; }

    /// <summary>Unpooled sessions beside those of the system.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>
    /// A session that is kept, for what is looked at forty times a second: a new one each time costs the server more than all that it is asked,
    /// and took half of two processors from the system that was looked at. When the server has ended it, one look fails.
    /// </summary>
    public NpgsqlDataSource Looks { get; }

    /// <summary>The API that clients ask.</summary>
    public RigProcess Api => Apis[0];

    public IReadOnlyList<RigProcess> Apis { get; }

    public RigProcess Simulator { get; }

    public IReadOnlyList<RigProcess> Workers { get; }

    /// <summary>Speaks to the API, and writes down what it asked and what it was told.</summary>
    public RigClient Client { get; }

    /// <summary>The simulator's control plane.</summary>
    public MetaControl Meta { get; }

    /// <summary>All processes but the simulator: those whose faults are the system's business.</summary>
    public IEnumerable<RigProcess> Processes => Apis.Concat(Workers);

    /// <summary>When the last fault was over: from then on the lanes have to move.</summary>
    public DateTimeOffset? Healed { get; private set; }

    /// <summary>How long the lanes may stand still after it.</summary>
    public TimeSpan ProgressLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How many connections may be left in the end, where a case leaves more than usual.</summary>
    public int? ConnectionsAllowed { get; set; }

    /// <summary>Starts a rig on a new database of the server.</summary>
    public static async Task<FaultRig> StartAsync(PostgresCluster cluster, FaultRigOptions options, CancellationToken cancellationToken)
    {
        var rig = new FaultRig(cluster, await cluster.CreateDatabaseAsync(cancellationToken), options);
        try
        {
            if (!options.StartsProcesses)
                return rig;
            await rig.LaunchAsync(cancellationToken);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts all processes in the same moment, and begins to record once they have made their tables.</summary>
    public async Task LaunchAsync(CancellationToken cancellationToken)
    {
        foreach (var process in Processes.Prepend(Simulator))
            process.Launch();
        await Task.WhenAll(Processes.Prepend(Simulator).Select(process => process.UsableAsync(cancellationToken)));
        await HistoryRecorder.InstallAsync(Database, cancellationToken);
    }

    /// <summary>Waits until no day is left to run and Quartz holds nothing of any. False when that does not come about in time.</summary>
    public async Task<bool> WaitUntilQuietAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        const string Unfinished = """
            SELECT (SELECT count(*) FROM metasync.sync_days WHERE state IN ('queued', 'running', 'waiting'))
                 + (SELECT count(*) FROM qrtz_triggers WHERE execution_group LIKE 'meta_sync%')
                 + (SELECT count(*) FROM qrtz_fired_triggers WHERE execution_group LIKE 'meta_sync%')
            """;
        return await Until.TrueAsync(async () => await Looks.ScalarAsync<long>(Unfinished, cancellationToken) == 0, limit, cancellationToken);
    }

    /// <summary>All faults are over: suspended processes go on, dead ones are started, Meta is forgiven.</summary>
    public async Task HealAsync(CancellationToken cancellationToken)
    {
        foreach (var process in Processes.Prepend(Simulator))
        {
            if (process.IsAlive)
                await process.ContinueAsync(cancellationToken);
            else
                process.Launch();
        }

        await Simulator.UsableAsync(cancellationToken);
        await Meta.ForgiveAsync(cancellationToken);
        await Task.WhenAll(Processes.Select(process => process.UsableAsync(cancellationToken)));
        Healed = TimeProvider.System.GetUtcNow();
    }

    /// <summary>
    /// The history, once the system is quiet, with what it breaks. What takes a moment to be cleared away, or to be logged, is given a few seconds.
    /// </summary>
    public async Task<(RunHistory History, IReadOnlyList<Violation> Violations)> VerdictAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await WaitUntilQuietAsync(limit, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var history = await HistoryReader.ReadAsync(this, cancellationToken);
            List<Violation> violations = [.. HistoryChecker.Check(history), .. await StoredRows.CompareAsync(this, cancellationToken)];
            if (!violations.Exists(violation => violation.Invariant is Invariant.NoResidue or Invariant.OnRecord) || TimeProvider.System.GetElapsedTime(started) > Settling)
                return (history, violations);
            await Task.Delay(BetweenVerdicts, TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes.Prepend(Simulator))
            await process.DisposeAsync();
        await Looks.DisposeAsync();
        await Database.DisposeAsync();
        Client.Dispose();
        Meta.Dispose();
        await _guard.DisposeAsync();
    }

    private RigProcess ApiAt(int port, string name) =>
        new(name, "MetaSync.ApiService", incarnation => Environment(name, incarnation, ApiSettings(port)), (_, token) => AnswersAsync(port, "/alive", token), _guard);

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
        if (_options.LiveForSeconds)
        {
            own["DOTNET_TieredPGO"] = "0";
            own["DOTNET_EnableWriteXorExecute"] = "0";
            own["DOTNET_TC_CallCountingDelayMs"] = "7D0"; // hexadecimal: 2 s
        }

        foreach (var (name, value) in _options.Environment(process))
            own[name] = value;
        return own;
    }

    private Dictionary<string, string> ApiSettings(int port) => new()
    {
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        ["Access__Mode"] = "Open",
        ["Access__RequestsPerMinute"] = "100000",
        ["Meta__Accounts"] = _options.Accounts,
    };

    private Dictionary<string, string> WorkerSettings() => new()
    {
        ["Meta__Accounts"] = _options.Accounts,
        ["Meta__BaseUrl"] = $"http://127.0.0.1:{_simulatorPort}",
        ["Meta__AccessToken"] = "simulator",
        ["Meta__PageSize"] = _options.PageSize.ToString(CultureInfo.InvariantCulture),
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
            return await Looks.ScalarAsync<bool>(
                $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '{incarnation}' AND datname = current_database() AND query LIKE 'LISTEN %')", cancellationToken);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
