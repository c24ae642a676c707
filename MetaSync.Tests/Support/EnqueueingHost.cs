using System.Collections.Concurrent;
using System.Diagnostics;
using MetaSync.Sync;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace MetaSync.Tests.Support;

/// <summary>The queue in this process, on a database of its own: as the API has it, or in Quartz's own way.</summary>
internal sealed class EnqueueingHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EnqueueingHost(IHost host) => _host = host;

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<EnqueueingHost> StartAsync(PostgresServer server, bool bulk, CancellationToken cancellationToken)
    {
        var host = On(await server.CreateDatabaseAsync(cancellationToken), bulk);
        await host.Services.GetRequiredService<Schema>().ApplyAsync(cancellationToken);
        return new(host);
    }

    /// <summary>What a process has of the queue, on a database as it is.</summary>
    public static IHost On(string connectionString, bool bulk = false)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:metasync", connectionString)]);
        builder.AddServiceDefaults();
        builder.AddSyncStore(bulk: bulk);
        return builder.Build();
    }

    public async Task<SyncReceipt> EnqueueAsync(BatchPlan plan, CancellationToken cancellationToken) =>
        (await _host.Services.GetRequiredService<SyncQueue>().EnqueueAsync(plan, cancellationToken))!;

    /// <summary>What is sent to the database for a plan, by the driver's own spans.</summary>
    public async Task<IReadOnlyList<string>> CallsAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        var calls = new ConcurrentQueue<string>();
        using var request = new Activity("request").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = call =>
            {
                if (call.TraceId == request.TraceId)
                    calls.Enqueue(call.GetTagItem("db.query.text") as string ?? call.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await EnqueueAsync(plan, cancellationToken);
        return [.. calls];
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
    }
}
