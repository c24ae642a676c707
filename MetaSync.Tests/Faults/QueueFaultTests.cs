using MetaSync.Faults.Cases;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>A queue that many fill at once, and days that fail.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class QueueFaultTests(FaultsPostgres postgres)
{
    [Fact]
    public async Task Fifty_clients_who_ask_at_once_enqueue_each_day_once() => await Struck.ByAsync(ManyClients.Case, postgres);

    [Fact]
    public async Task A_day_that_fails_three_times_is_waited_for() => await Struck.ByAsync(TroubleAtMeta.ThreeFailures, postgres);

    [Fact]
    public async Task A_job_of_an_unknown_type_is_kept_until_somebody_looks() => await Struck.ByAsync(StrangeJobs.OfUnknownType, postgres);

    [Fact]
    public async Task A_job_with_unreadable_data_is_kept_until_somebody_looks() => await Struck.ByAsync(StrangeJobs.WithUnreadableData, postgres);

    [Fact]
    public async Task A_job_with_foreign_data_is_kept_until_somebody_looks() => await Struck.ByAsync(StrangeJobs.WithForeignData, postgres);
}
