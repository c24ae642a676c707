using System.Text.Json.Nodes;
using MetaSync.Tests.Access;

namespace MetaSync.Tests.Sync;

/// <summary>What <c>/health</c> says, and that it says what to do.</summary>
public sealed class HealthTests(KeyedApi keyed) : IClassFixture<KeyedApi>
{
    private const string AWorker = "INSERT INTO qrtz_scheduler_state VALUES ('MetaSync', 'worker', (extract(epoch FROM now()) * 10000000)::bigint + 621355968000000000, 1000)";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_worker_it_says_to_start_one()
    {
        await ResetAsync();
        Assert.Null(await SentenceAsync("queue")); // at the first start there is nothing to do yet, and workers are about to come

        await keyed.Api.ExecuteAsync(OneDay("'queued', NULL, NULL, NULL", "1 second"), Cancel);
        Assert.Contains("No worker is running", await SentenceAsync("queue"));
        Assert.Contains("Start one", await SentenceAsync("queue"));

        await keyed.Api.ExecuteAsync(AWorker, Cancel);
        Assert.Null(await SentenceAsync("queue"));

        await keyed.Api.ExecuteAsync("UPDATE qrtz_scheduler_state SET last_checkin_time = last_checkin_time - 600000000", Cancel); // a minute ago: it has died
        Assert.Contains("No worker is running", await SentenceAsync("queue"));
    }

    [Theory]
    [InlineData("'queued', NULL, NULL, NULL", "11 minutes", true)]
    [InlineData("'waiting', NULL, 'retry', now() - interval '11 minutes'", "11 minutes", true)]
    [InlineData("'queued', NULL, NULL, NULL", "9 minutes", false)] // it may be about to run
    [InlineData("'waiting', NULL, 'rate_limit', now() + interval '1 hour'", "2 hours", false)]
    [InlineData("'running', gen_random_uuid(), NULL, NULL", "2 hours", false)]
    [InlineData("'paused', NULL, NULL, NULL", "2 hours", false)]
    public async Task A_queue_that_stands_still_without_a_reason_is_a_complaint(string state, string since, bool complains)
    {
        await ResetAsync();
        await keyed.Api.ExecuteAsync(AWorker, Cancel);
        await keyed.Api.ExecuteAsync(OneDay(state, since), Cancel);

        Assert.Equal(complains, (await SentenceAsync("queue"))?.Contains("stood still", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task An_account_that_Meta_refuses_is_named_with_the_remedy()
    {
        await ResetAsync();
        await keyed.Api.ExecuteAsync("""
            INSERT INTO metasync.accounts (account, denied_until, denied_reason, denied_remedy) VALUES ('act_1', now() + interval '1 hour', 'No access', 'Give the user access.');
            """, Cancel);
        Assert.Equal("Meta refuses act_1: No access. Give the user access.", await SentenceAsync("accounts"));
    }

    private static string OneDay(string state, string since) => $"""
        INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES (gen_random_uuid(), '2026-01-01', '2026-01-01', '{"{act_1}"}');
        INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, run_token, waiting_reason, waiting_until, updated_at)
        SELECT id, 'meta_sync', 'act_1', '2026-01-01', '2026-01-01', {state}, now() - interval '{since}' FROM metasync.sync_batches;
        """;

    private Task ResetAsync() => keyed.Api.ExecuteAsync("TRUNCATE metasync.sync_batches, metasync.sync_days, metasync.accounts, qrtz_scheduler_state CASCADE", Cancel);

    /// <summary>What a check says; null when it is well.</summary>
    private async Task<string?> SentenceAsync(string check)
    {
        var health = JsonNode.Parse(await keyed.Reader.GetStringAsync("/health", Cancel))!;
        var found = health["checks"]!.AsArray().Single(each => each!["name"]!.GetValue<string>() == check)!;
        Assert.Equal(found["status"]!.GetValue<string>() is not "Healthy", found["description"] is not null);
        return found["description"]?.GetValue<string>();
    }
}
