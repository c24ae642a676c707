using System.Net.Http.Headers;

namespace MetaSync.Worker.Meta;

/// <summary>How much of its rate limits an answer says is used; on errors above all.</summary>
/// <param name="Readings">Only of the meters that the answer named.</param>
/// <param name="Tier">The app's access; the lower one where the headers disagree.</param>
/// <remarks>https://developers.facebook.com/docs/marketing-api/overview/rate-limiting</remarks>
internal sealed record MetaUsage(IReadOnlyList<MeterReading> Readings, MetaTier Tier)
{
    public const string App = "app";
    public const string Account = "account";
    public const string BusinessUseCase = "business_use_case";
    public const string InsightsApp = "insights_app";
    public const string InsightsAccount = "insights_account";

    private static readonly string[] CallsAndTimes = ["call_count", "total_cputime", "total_time"];

    public static MetaUsage None { get; } = new([], MetaTier.Unknown);

    /// <param name="headers">Of any answer.</param>
    /// <param name="account">The ad account that was asked about, as act_1; null when the call was about none.</param>
    public static MetaUsage Read(HttpResponseHeaders headers, string? account)
    {
        var app = UsageEntry.Read(headers, "X-App-Usage");
        var score = UsageEntry.Read(headers, "X-Ad-Account-Usage");
        var insights = UsageEntry.Read(headers, "X-FB-Ads-Insights-Throttle");
        var useCase = UsageEntry.ReadBusinessUseCases(headers, account);

        MeterReading?[] readings =
        [
            Reading(App, app, CallsAndTimes),
            Reading(Account, score, "acc_id_util_pct"),
            Reading(BusinessUseCase, useCase, CallsAndTimes),
            Reading(InsightsApp, insights, "app_id_util_pct"),
            Reading(InsightsAccount, insights, "acc_id_util_pct"),
        ];
        var tiers = app.Concat(score).Concat(insights).Concat(useCase).Select(entry => entry.Tier).Where(tier => tier is not MetaTier.Unknown);
        return new MetaUsage([.. readings.OfType<MeterReading>()], tiers.DefaultIfEmpty().Min());
    }

    public MeterReading? Find(string meter) => Readings.FirstOrDefault(reading => reading.Meter == meter);

    private static MeterReading? Reading(string meter, List<UsageEntry> entries, params string[] percents)
    {
        var percent = percents.Max(field => entries.Max(entry => entry.Number(field)));
        var emptyIn = entries.Max(entry => entry.Time("reset_time_duration", TimeSpan.FromSeconds)); // seconds here …
        var regainIn = entries.Max(entry => entry.Time("estimated_time_to_regain_access", TimeSpan.FromMinutes)); // … and minutes here
        return (percent, emptyIn, regainIn) is (null, null, null) ? null : new MeterReading(meter, percent ?? 0, emptyIn, regainIn);
    }
}
