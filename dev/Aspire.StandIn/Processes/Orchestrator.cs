using System.Collections.Concurrent;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Processes;

/// <summary>Brings the model to life in the order of its WaitFor, and takes it down in reverse.</summary>
internal sealed class Orchestrator(
    IResourceCollection resources, ResourceNotificationService notifications, IConfiguration configuration, IHostEnvironment appHost,
    ILoggerFactory loggers, bool randomizePorts)
    : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly ConcurrentBag<ChildProcess> _projects = [];
    private readonly ConcurrentBag<PostgresServer> _servers = [];
    private readonly ConcurrentBag<Task> _watches = [];
    private readonly CancellationTokenSource _stopping = new();
    private Guard? _guard;
    private Task _starting = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => _starting = StartAllAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its exception belongs to who awaited the start
        await Task.WhenAll(_projects.Select(project => project.StopAsync(Signal.TERM, Grace)));
        foreach (var server in _servers) await server.DisposeAsync();
        await Task.WhenAll(_watches);
        foreach (var project in _projects) project.Dispose();
        if (_guard is not null) await _guard.DisposeAsync();
        notifications.Complete();
        _stopping.Dispose();
    }

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        foreach (var (resource, id) in resources.SelectMany(Ids)) notifications.Publish(resource, id, KnownResourceStates.Waiting);
        Ports.Allocate(resources, randomizePorts);
        _guard = new Guard();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await Task.WhenAll(resources.Select(resource => StartAsync(resource, failed)));
    }

    /// <summary>One that cannot start stops the start of all.</summary>
    private async Task StartAsync(IResource resource, CancellationTokenSource failed)
    {
        try
        {
            if (await DependenciesAreHealthyAsync(resource, failed.Token)) await StartAsync(resource, failed.Token);
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task<bool> DependenciesAreHealthyAsync(IResource resource, CancellationToken cancellationToken)
    {
        foreach (var dependency in resource.Annotations.OfType<Dependency>().Select(d => d.On).Where(resources.Runs))
        {
            try
            {
                await notifications.WaitForResourceHealthyAsync(dependency.Name, cancellationToken);
            }
            catch (DistributedApplicationException e)
            {
                Log.NotStarted(LoggerFor(resource), resource.Name, dependency.Name, e.Message);
                foreach (var e2 in notifications.Replicas(resource.Name))
                    notifications.Publish(resource, e2.ResourceId, KnownResourceStates.FailedToStart, HealthStatus.Unhealthy);
                return false;
            }
        }
        return true;
    }

    private Task StartAsync(IResource resource, CancellationToken cancellationToken) => resource switch
    {
        PostgresServerResource server => StartAsync(server, cancellationToken),
        ProjectResource project => StartAsync(project, cancellationToken),
        PostgresDatabaseResource => Task.CompletedTask, // its server says when it is there
        _ => PublishReady(resource)
    };

    private async Task StartAsync(PostgresServerResource resource, CancellationToken cancellationToken)
    {
        notifications.Publish(resource, resource.Name, KnownResourceStates.Starting);
        var logger = LoggerFor(resource);
        var server = new PostgresServer(resource, configuration, _guard!, (line, _) => Write(logger, resource.Name, line, isError: false));
        _servers.Add(server);
        var databases = resources.OfType<PostgresDatabaseResource>().Where(database => database.Parent == resource).ToList();
        await server.StartAsync(databases, cancellationToken);
        foreach (var each in databases.Prepend<IResource>(resource)) PublishHealth(each, each.Name, healthy: true);
        _watches.Add(ReportExitAsync(resource, resource.Name, server.Process!, KnownResourceStates.Exited));
    }

    private async Task StartAsync(ProjectResource project, CancellationToken cancellationToken)
    {
        var (logger, replicas) = (LoggerFor(project), notifications.Replicas(project.Name));
        if (replicas.Count > 1 && project.Annotations.OfType<Endpoint>().Any())
        {
            throw new DistributedApplicationException(
                $"'{project.Name}' has replicas and endpoints, which takes a proxy that the stand-in does not have.");
        }
        var checks = HttpHealth.Checks(project);
        foreach (var id in replicas.Select(replica => replica.ResourceId))
        {
            notifications.Publish(project, id, KnownResourceStates.Starting);
            var variables = await ProjectEnvironment.CreateAsync(
                project, id[(project.Name.Length + 1)..], resources, appHost, logger, cancellationToken);
            var shown = replicas.Count > 1 ? id : project.Name;
            var process = ChildProcess.Start(
                ProjectCommand.For(project, variables), _guard!, Signal.KILL, (line, isError) => Write(logger, shown, line, isError));
            _projects.Add(process);
            notifications.Publish(project, id, KnownResourceStates.Running);
            _watches.Add(WatchAsync(project, id, process, checks));
        }
    }

    private async Task WatchAsync(
        ProjectResource project, string id, ChildProcess process, IReadOnlyList<(Uri, int)> checks)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var health = HttpHealth.WatchAsync(checks, healthy => PublishHealth(project, id, healthy), over.Token);
        await process.Exited;
        await over.CancelAsync();
        await health.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ReportExitAsync(project, id, process, KnownResourceStates.Finished);
    }

    private async Task ReportExitAsync(IResource resource, string id, ChildProcess process, string state)
    {
        var code = await process.Exited;
        notifications.Publish(resource, id, state, HealthStatus.Unhealthy, code);
        if (!process.WasStopped) Log.Exited(LoggerFor(resource), id, code);
    }

    private void PublishHealth(IResource resource, string id, bool healthy) =>
        notifications.Publish(resource, id, KnownResourceStates.Running, healthy ? HealthStatus.Healthy : HealthStatus.Unhealthy);

    private Task PublishReady(IResource resource)
    {
        PublishHealth(resource, resource.Name, healthy: true);
        return Task.CompletedTask;
    }

    private ILogger LoggerFor(IResource resource) => loggers.CreateLogger($"{appHost.ApplicationName}.Resources.{resource.Name}");

    /// <summary>The id of the event names the process, because replicas share a category.</summary>
    private static void Write(ILogger logger, string id, string line, bool isError) =>
        logger.Log(isError ? LogLevel.Error : LogLevel.Information, new EventId(0, id), line, null, static (state, _) => state);

    private static IEnumerable<(IResource, string)> Ids(IResource resource) =>
        resource is ProjectResource
            ? Enumerable.Range(0, resource.Annotations.OfType<Replicas>().LastOrDefault()?.Count ?? 1)
                .Select(_ => (resource, $"{resource.Name}-{RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 8)}"))
            : [(resource, resource.Name)];
}
