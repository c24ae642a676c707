using MetaSimulator.Graph;

namespace MetaSimulator.Faults;

/// <summary>A call that is to fail. <paramref name="Answer"/> gives the answer it would have had.</summary>
internal sealed record FaultContext(GraphCall Call, FaultRule Rule, TimeProvider Time, Func<Task> Answer, CancellationToken Gone)
{
    public HttpResponse Response => Call.Http.Response;
}
