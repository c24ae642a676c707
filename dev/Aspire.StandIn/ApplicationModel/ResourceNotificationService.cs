using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

public class ResourceNotificationService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceEvent> _latest = [];
    private readonly List<ChannelWriter<ResourceEvent>> _watchers = [];

    internal ResourceNotificationService()
    {
    }

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, e => e.Snapshot.State?.Text == (targetState ?? KnownResourceStates.Running), cancellationToken);

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        if (Replicas(resourceName).Count == 0) throw new DistributedApplicationException($"The resource '{resourceName}' does not exist.");
        return await WatchAsync(cancellationToken).FirstAsync(e => Is(e, resourceName) && predicate(e), cancellationToken);
    }

    /// <summary>Waits for every replica, and stops waiting for one that has ended.</summary>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
    {
        var last = await WaitForResourceAsync(
            resourceName, e => e.IsOver || Replicas(resourceName).All(replica => replica.IsHealthy), cancellationToken);
        if (!last.IsOver) return last;
        var exitCode = last.Snapshot.ExitCode is { } code ? $" with exit code {code}" : "";
        throw new DistributedApplicationException(
            $"Stopped waiting for resource '{resourceName}' to become healthy because it is {last.Snapshot.State!.Text}{exitCode}.");
    }

    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Channel.CreateUnbounded<ResourceEvent>();
        lock (_gate)
        {
            foreach (var e in _latest.Values) events.Writer.TryWrite(e);
            _watchers.Add(events.Writer);
        }
        try
        {
            await foreach (var e in events.Reader.ReadAllAsync(cancellationToken)) yield return e;
        }
        finally
        {
            lock (_gate) _watchers.Remove(events.Writer);
        }
    }

    internal void Publish(IResource resource, string resourceId, string state, HealthStatus? health = null, int? exitCode = null)
    {
        var snapshot = new CustomResourceSnapshot { State = new(state, null), HealthStatus = health, ExitCode = exitCode };
        var e = new ResourceEvent(resource, resourceId, snapshot);
        lock (_gate)
        {
            _latest[resourceId] = e;
            foreach (var watcher in _watchers) watcher.TryWrite(e);
        }
    }

    /// <summary>The endings that were seen stay; nothing more can come.</summary>
    internal void Complete()
    {
        lock (_gate) _watchers.ForEach(watcher => watcher.TryComplete(new OperationCanceledException("The application has stopped.")));
    }

    internal IReadOnlyList<ResourceEvent> Replicas(string resourceName)
    {
        lock (_gate) return [.. _latest.Values.Where(e => Is(e, resourceName))];
    }

    private static bool Is(ResourceEvent e, string resourceName) =>
        e.Resource.Name.Equals(resourceName, StringComparison.OrdinalIgnoreCase);
}
