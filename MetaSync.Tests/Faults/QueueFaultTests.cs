using MetaSync.Faults.Cases;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>A queue that many fill at once, and days that fail.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class QueueFaultTests(FaultsPostgres postgres)
{
    [Fact]
    public async Task Fifty_clients_who_ask_at_once_enqueue_each_day_once() => await Struck.ByAsync(ManyClients.Case, postgres, new() { Workers = 2 });

    [Fact]
    public async Task A_day_that_fails_three_times_is_waited_for() => await Struck.ByAsync(TroubleAtMeta.ThreeFailures, postgres);
}
