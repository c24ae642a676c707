using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Terminal;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly EntryPointRun? _test;
    private readonly Orchestrator _orchestrator;
    private readonly CancellationToken _stopping;
    private bool _stopped;

    internal DistributedApplication(IHost host, IResourceCollection resources, bool randomizePorts, EntryPointRun? test)
    {
        (_host, _test, Resources) = (host, test, resources);
        _orchestrator = ActivatorUtilities.CreateInstance<Orchestrator>(host.Services, resources, randomizePorts);
        _stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    }

    public IServiceProvider Services => _host.Services;
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();
    internal IResourceCollection Resources { get; }
    internal bool IsStarted { get; private set; }

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        new DistributedApplicationBuilder(args, EntryPointRun.Current?.AppHost ?? Assembly.GetEntryAssembly()!, EntryPointRun.Current);

    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Under a test it is the test that starts and stops; the entry point only waits for the end.</summary>
    public virtual Task RunAsync(CancellationToken cancellationToken = default) =>
        _test is null ? RunAtTheTerminalAsync(cancellationToken) : _test.Ended.WaitAsync(cancellationToken);

    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _host.StartAsync(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        await _orchestrator.StartAsync(either.Token);
        IsStarted = true;
    }

    public virtual async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopped) return;
        _stopped = true;
        await _orchestrator.DisposeAsync();
        await _host.StopAsync(cancellationToken);
    }

    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
        _test?.End();
        GC.SuppressFinalize(this);
    }

    private async Task RunAtTheTerminalAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(cancellationToken);
            await UrlTable.PrintWhenHealthyAsync(Resources, ResourceNotifications, _stopping);
            await this.WaitForShutdownAsync(cancellationToken);
        }
        catch (DistributedApplicationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            Environment.ExitCode = 1;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Ctrl+C while it was starting.
        }
        finally
        {
            await DisposeAsync();
        }
    }
}
