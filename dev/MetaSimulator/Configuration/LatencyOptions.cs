namespace MetaSimulator.Configuration;

internal sealed record LatencyOptions
{
    public TimeSpan PerRequest { get; init; }

    public TimeSpan PerRow { get; init; }
}
