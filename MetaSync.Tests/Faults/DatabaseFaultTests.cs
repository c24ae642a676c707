using MetaSync.Faults.Cases;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>A server that ends, that is held up by others, or that has no room.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class DatabaseFaultTests(FaultsPostgres postgres)
{
    [Fact]
    public async Task Everything_killed_at_once_goes_on_where_it_was() => await Struck.ByAsync(EverythingKilled.Case);

    [Fact]
    public async Task All_programs_killed_and_started_at_once_go_on_where_they_were() => await Struck.ByAsync(EverythingKilled.ButTheServer, postgres);

    [Fact]
    public async Task A_server_that_stops_in_the_middle_of_a_day_loses_and_doubles_nothing() => await Struck.ByAsync(ServerStopped.InTheMiddleOfADay);

    [Fact]
    public async Task A_server_that_stops_while_days_are_enqueued_has_all_of_a_range_or_none() => await Struck.ByAsync(ServerStopped.WhileEnqueueing);

    [Fact]
    public async Task Sessions_that_end_at_random_lose_and_double_nothing() => await Struck.ByAsync(SessionsEnded.Case, postgres);

    [Fact]
    public async Task A_session_that_holds_the_queues_lock_only_delays() => await Struck.ByAsync(ForeignSession.HoldsTheQueue, postgres);

    [Fact]
    public async Task A_session_that_holds_the_lanes_days_only_delays() => await Struck.ByAsync(ForeignSession.HoldsTheLane, postgres);

    [Fact]
    public async Task A_server_without_a_free_connection_only_delays() => await Struck.ByAsync(NoConnectionLeft.Case, postgres);
}
