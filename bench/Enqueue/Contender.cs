using MetaSync.Sync;

namespace MetaSync.Bench.Enqueue;

/// <summary>One of those that are measured in turns.</summary>
/// <param name="Name"></param>
/// <param name="EnqueueAsync">Puts a range of an account's days into the queue; in milliseconds.</param>
/// <param name="EmptyAsync">Leaves nothing in its tables.</param>
/// <param name="FillAsync">Makes them tables that have been in use.</param>
/// <param name="RunThroughAsync">Lets what an account's days would leave behind, once they have run, be all that there is of them.</param>
internal sealed record Contender(
    string Name,
    Func<DateRange, string, CancellationToken, Task<double>> EnqueueAsync,
    Func<CancellationToken, Task> EmptyAsync,
    Func<CancellationToken, Task> FillAsync,
    Func<string, CancellationToken, Task> RunThroughAsync);
