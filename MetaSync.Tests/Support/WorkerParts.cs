using MetaSync.Sync;
using MetaSync.Worker.Accounts;
using MetaSync.Worker.Connection;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using MetaSync.Worker.Sync;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace MetaSync.Tests.Support;

/// <summary>The parts of a worker on a database of their own, with a Meta that the test plays, or the one of <c>Meta:BaseUrl</c>. Nothing is scheduled: a test runs a day itself.</summary>
internal sealed class WorkerParts : IAsyncDisposable
{
    private readonly IHost _host;

    private WorkerParts(IHost host) => _host = host;

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public static async Task<WorkerParts> CreateAsync(
        PostgresServer server, HttpMessageHandler? meta, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:metasync"] = await server.CreateDatabaseAsync(cancellationToken),
            ["Meta:AccessToken"] = "token",
            ["Sync:RetryDelay"] = "00:00:00",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.AddServiceDefaults();
        builder.AddMeta();
        builder.AddConnection();
        builder.AddAccounts();
        builder.AddReports();
        builder.AddSyncDays();
        if (meta is not null)
            builder.Services.AddHttpClient<MetaGateway>().ConfigurePrimaryHttpMessageHandler(() => meta);
        var parts = new WorkerParts(builder.Build());
        await parts.Get<Schema>().ApplyAsync(cancellationToken);
        await parts.ExecuteAsync("""
            INSERT INTO metasync.accounts (account, currency, time_zone, utc_offset, read_at) VALUES ('act_1', 'EUR', 'Europe/Berlin', interval '0', now());
            INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES (gen_random_uuid(), now() - interval '9 days', now(), '{act_1}');
            """, cancellationToken);
        return parts;
    }

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Adds a day of act_1, which is a week old.</summary>
    public async Task<long> AddDayAsync(CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand("""
            INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day) SELECT id, 'meta_sync', 'act_1', current_date - 7, current_date - 7 FROM metasync.sync_batches RETURNING id
            """);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Adds a chunk of days of act_1, to be run as one.</summary>
    public async Task<long> AddChunkAsync(string day, string endDay, CancellationToken cancellationToken) => (await ColumnAsync<long>($"""
        INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day) SELECT id, 'meta_sync', 'act_1', '{day}', '{endDay}' FROM metasync.sync_batches RETURNING id
        """, cancellationToken))[0];

    public async Task<DayRun> ClaimAsync(long day, CancellationToken cancellationToken) =>
        Assert.IsType<Claim.Granted>(await Get<DayClaims>().ClaimAsync(day, null, null, cancellationToken)).Run;

    /// <summary>Runs the day until it does not wait for Meta any more, at most so many times.</summary>
    public async Task<DayOutcome?> RunAsync(long day, CancellationToken cancellationToken, int times = 50)
    {
        for (var n = 1; ; n++)
        {
            var run = await ClaimAsync(day, cancellationToken) with { Attempt = 1 };
            var outcome = await Get<DayFetch>().RunAsync(run, new DayCost(), cancellationToken);
            if (outcome is not DayOutcome.Wait wait || n == times)
                return outcome;
            if (wait.Reason is WaitingReason.RateLimit)
                await Task.Delay(wait.Delay, TimeProvider.System, cancellationToken);
        }
    }

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => Database.ExecuteAsync(sql, cancellationToken);

    public async Task<T[]> ColumnAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<T>();
        while (await row.ReadAsync(cancellationToken))
            values.Add(row.GetFieldValue<T>(0));
        return [.. values];
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _host.Dispose();
    }
}
