using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace MetaSync.Tests.Support;

/// <summary>The whole application, started by its AppHost on a database of its own, and the verbs that tests speak to it with.</summary>
internal sealed class SyncApplication : IAsyncDisposable
{
    private readonly IDistributedApplicationTestingBuilder _builder;
    private readonly DistributedApplication _app;

    private SyncApplication(IDistributedApplicationTestingBuilder builder, DistributedApplication app, string connectionString)
    {
        (_builder, _app, ConnectionString) = (builder, app, connectionString);
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        Api = app.CreateHttpClient("api", "http");
        Simulator = new SimulatorClient(app.CreateHttpClient("meta-simulator", "http"));
    }

    public HttpClient Api { get; }

    public SimulatorClient Simulator { get; }

    public int SimulatorPort => _app.GetEndpoint("meta-simulator", "http").Port;

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    /// <param name="server">Where its database comes from; none for a server of its own.</param>
    /// <param name="workers">How many workers; none when days are to stay in the queue.</param>
    /// <param name="worker">Settings of the workers, as environment variables.</param>
    /// <param name="accounts">The configured ad accounts.</param>
    /// <param name="database">The database of another application, to be shared with it.</param>
    /// <param name="configure">Anything else in the model.</param>
    /// <param name="virtualTime">The clock of all its processes and of its database, which has to be a new one of the server; none for the real one.</param>
    /// <param name="cancellationToken">The test's.</param>
    public static async Task<SyncApplication> StartAsync(
        PostgresServer? server,
        int workers,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? worker = null,
        string accounts = "act_1",
        string? database = null,
        Action<IDistributedApplicationBuilder>? configure = null,
        VirtualTime? virtualTime = null)
    {
        if (virtualTime is not null && (server is null || database is not null))
            throw new ArgumentException("Virtual time needs a database that nothing has been created in yet.", nameof(virtualTime));

        List<string> args = [$"--Meta:Accounts={accounts}"];
        if (server is not null)
        {
            database ??= await server.CreateDatabaseAsync(cancellationToken);
            if (virtualTime is not null)
                await virtualTime.GiveToAsync(database, cancellationToken);
            args.Add($"--ConnectionStrings:metasync={database}");
        }

        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MetaSync_AppHost>([.. args], cancellationToken);
        builder.WithoutVolumes();
        if (workers == 0)
        {
            builder.KeepProjects("api", "meta-simulator");
        }
        else
        {
            var project = builder.Project("worker").WithReplicas(workers).WithEnvironment("Sync__RetryDelay", "00:00:00.300");
            if (virtualTime is not null)
                project.WithEnvironment("Meta__RequestTimeout", "01:00:00"); // it is virtual too: of the usual two minutes a worker's first call can need more on a busy machine
            foreach (var (name, value) in worker ?? new Dictionary<string, string>())
                project.WithEnvironment(name, value);
        }

        virtualTime?.GiveTo(builder);
        configure?.Invoke(builder);
        var app = await builder.BuildAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("api", cancellationToken);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("meta-simulator", cancellationToken);
        var connectionString = await app.GetConnectionStringAsync("metasync", cancellationToken);
        return new SyncApplication(builder, app, connectionString!);
    }

    public Task<HttpResponseMessage> PostAsync(object body, CancellationToken cancellationToken) =>
        Api.PostAsJsonAsync("/api/sync", body, cancellationToken);

    /// <summary>Asks for a range, and expects it to be accepted.</summary>
    public async Task<Receipt> EnqueueAsync(string startDate, string endDate, CancellationToken cancellationToken, params string[] accounts)
    {
        object body = accounts.Length == 0 ? new { startDate, endDate } : new { startDate, endDate, accounts };
        using var response = await PostAsync(body, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        return (await response.Content.ReadFromJsonAsync<Envelope<Receipt>>(cancellationToken))!.Data;
    }

    public async Task<JsonNode> BatchAsync(Guid batchId, CancellationToken cancellationToken) =>
        (await Api.GetFromJsonAsync<JsonNode>($"/api/sync/{batchId}", cancellationToken))!["data"]!;

    public async Task<IReadOnlyList<DayStatus>> DaysAsync(Guid batchId, CancellationToken cancellationToken) =>
        (await Api.GetFromJsonAsync<Envelope<DayStatus[]>>($"/api/sync/{batchId}/days", cancellationToken))!.Data;

    /// <summary>How things stand with Meta.</summary>
    public async Task<JsonNode> ConnectionAsync(CancellationToken cancellationToken) =>
        (await Api.GetFromJsonAsync<JsonNode>("/api/connection", cancellationToken))!["data"]!;

    public async Task<IReadOnlyList<JsonNode>> AccountsAsync(CancellationToken cancellationToken) =>
        [.. (await Api.GetFromJsonAsync<JsonNode>("/api/accounts", cancellationToken))!["data"]!.AsArray().Select(account => account!)];

    /// <summary>Waits until no day of the batch is left to run.</summary>
    public async Task<IReadOnlyList<DayStatus>> FinishedAsync(Guid batchId, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        await Eventually.TrueAsync(
            async () => (await BatchAsync(batchId, cancellationToken))["state"]!.GetValue<string>() is "succeeded" or "failed" or "cancelled",
            $"the batch {batchId} ends", cancellationToken, patience);
        return await DaysAsync(batchId, cancellationToken);
    }

    /// <summary>The process of a worker, by the name that it writes into its days.</summary>
    public static Process WorkerProcess(string worker) => Process.GetProcessById(int.Parse(worker.Split(':')[^1], CultureInfo.InvariantCulture));

    /// <summary>The memory that the worker of the newest finished day has now, in bytes.</summary>
    public async Task<long> MemoryOfWorkerAsync(CancellationToken cancellationToken)
    {
        using var process = WorkerProcess((await ScalarAsync<string>("SELECT worker FROM metasync.sync_days ORDER BY id DESC LIMIT 1", cancellationToken))!);
        return process.WorkingSet64;
    }

    /// <summary>The most memory that the worker of the newest finished day has ever had, in bytes.</summary>
    public async Task<long> PeakOfWorkerAsync(CancellationToken cancellationToken)
    {
        var worker = await ScalarAsync<string>("SELECT worker FROM metasync.sync_days ORDER BY id DESC LIMIT 1", cancellationToken);
        using var process = WorkerProcess(worker!);
        return process.PeakWorkingSet64;
    }

    public Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken) => Database.ScalarAsync<T>(sql, cancellationToken);

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => Database.ExecuteAsync(sql, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Simulator.Dispose();
        await Database.DisposeAsync();
        await _app.DisposeAsync();
        await _builder.DisposeAsync();
    }
}

internal sealed record Envelope<T>(T Data);

internal sealed record Receipt(Guid BatchId, int JobCount, int Skipped);

internal sealed record DayStatus(
    string Account, DateOnly Day, string State, int Attempts, long? Rows, int Calls, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    string? WaitingReason, string? WaitingMeter, DateTimeOffset? WaitingUntil, JsonElement? Error, string? TraceId, bool? Changed,
    IReadOnlyList<LadderStep> Steps, IReadOnlyList<ReportRun> ReportRuns);

internal sealed record LadderStep(string Report, string Step, string Reason);

internal sealed record ReportRun(string Report, string State, string? RunId, int? Campaigns, int Percent, DateTimeOffset? SubmittedAt, DateTimeOffset? EndedAt);
