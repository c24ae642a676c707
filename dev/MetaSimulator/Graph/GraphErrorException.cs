namespace MetaSimulator.Graph;

/// <summary>Ends a call with an error envelope.</summary>
internal sealed class GraphErrorException(GraphError error) : Exception(error.Message)
{
    public GraphError Error { get; } = error;
}
