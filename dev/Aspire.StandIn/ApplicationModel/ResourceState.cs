using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceStates
{
    public static readonly string Waiting = nameof(Waiting);
    public static readonly string Starting = nameof(Starting);
    public static readonly string Running = nameof(Running);
    public static readonly string FailedToStart = nameof(FailedToStart);
    public static readonly string Exited = nameof(Exited);
    public static readonly string Finished = nameof(Finished);
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

public sealed record ResourceStateSnapshot(string Text, string? Style);

public sealed record CustomResourceSnapshot
{
    public ResourceStateSnapshot? State { get; init; }
    public int? ExitCode { get; init; }
    public HealthStatus? HealthStatus { get; init; }
}

public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    public IResource Resource => resource;
    public string ResourceId => resourceId;
    public CustomResourceSnapshot Snapshot => snapshot;

    internal bool IsHealthy => snapshot.HealthStatus == HealthStatus.Healthy;
    internal bool IsOver => snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);
}
