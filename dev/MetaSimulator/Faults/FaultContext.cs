using MetaSimulator.Graph;

namespace MetaSimulator.Faults;

// A call that is to fail. Answer gives the answer it would have had.
internal sealed record FaultContext(GraphCall Call, FaultRule Rule, TimeProvider Time, Func<Task> Answer, CancellationToken Gone)
{
    public HttpResponse Response => Call.Http.Response;
}
