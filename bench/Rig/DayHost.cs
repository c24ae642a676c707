using System.Globalization;
using MetaSync.Worker.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz.Extensibility;

namespace MetaSync.Bench.Rig;

/// <summary>The worker's scheduler as the worker sets it up, in this process, with days that are <see cref="DayBodies"/>.</summary>
internal sealed class DayHost : IAsyncDisposable
{
    private readonly IHost _host;

    private DayHost(IHost host) => _host = host;

    public DayBodies Bodies => _host.Services.GetRequiredService<DayBodies>();

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<DayHost> StartAsync(string connectionString, CancellationToken cancellationToken, int concurrency = 5)
    {
        var builder = QuietHost.CreateBuilder(connectionString, ("Sync:Concurrency", concurrency.ToString(CultureInfo.InvariantCulture)));
        builder.AddSyncDays();
        builder.Services.Replace(ServiceDescriptor.Singleton<ITypeLoader, BenchJobs>());
        builder.Services.AddSingleton<DayBodies>();
        // By the rows of a bench's days nobody has run them, so each that has would get its job back.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(LostDays)));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new DayHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
