using System.Globalization;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using Npgsql;

namespace MetaSync.Tests.Sync;

/// <summary>Compares the stored rows with what the simulator says that they have to be.</summary>
internal static class Truth
{
    /// <summary>Every row is there once, every value of it is right, and there is no other row. Returns how many there are.</summary>
    public static Task<int> IsStoredAsync(
        SyncApplication app, string account, string day, string until, CancellationToken cancellationToken, Report? report = null, DateTimeOffset? asOf = null) =>
        IsStoredAsync(app.Simulator, app.Database, account, day, until, cancellationToken, report, asOf);

    public static async Task<int> IsStoredAsync(
        SimulatorClient simulator, NpgsqlDataSource database, string account, string day, string until, CancellationToken cancellationToken,
        Report? report = null, DateTimeOffset? asOf = null)
    {
        report ??= Report.Default;
        var truth = await simulator.TruthAsync(account, day, until, report, cancellationToken, asOf);
        var expected = truth.ToDictionary(row => Key(row, report));

        await using var command = database.CreateCommand("""
            SELECT day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row::text, breakdowns::text
            FROM metasync.insights WHERE account = $1 AND day BETWEEN $2 AND $3 AND report = $4
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = DateOnly.Parse(day, CultureInfo.InvariantCulture) });
        command.Parameters.Add(new() { Value = DateOnly.Parse(until, CultureInfo.InvariantCulture) });
        command.Parameters.Add(new() { Value = report.Key });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var stored = 0;
        for (; await row.ReadAsync(cancellationToken); stored++)
            IsTheSame(Assert.Contains(Key(row, report), (IDictionary<string, JsonObject>)expected), row);

        Assert.Equal(expected.Count, stored);
        return stored;
    }

    private static void IsTheSame(JsonObject truth, NpgsqlDataReader row)
    {
        Assert.True(JsonNode.DeepEquals(truth, JsonNode.Parse(row.GetString(8))), $"Stored: {row.GetString(8)}. True: {truth.ToJsonString()}.");
        Assert.Equal(Number(truth, "impressions"), row.GetInt64(4));
        Assert.Equal(Number(truth, "clicks"), row.GetInt64(5));
        Assert.Equal(Number(truth, "reach"), row.GetInt64(6));
        Assert.Equal(Number(truth, "spend"), row.GetDecimal(7));
    }

    private static string Key(JsonObject row, Report report) => string.Join(' ',
        [Text(row, "date_start"), IdOf(row, "campaign_id"), IdOf(row, "adset_id"), IdOf(row, "ad_id"), .. report.Breakdowns.Select(key => row[key]?.ToString() ?? InsightsRow.Unknown)]);

    private static string Key(NpgsqlDataReader row, Report report)
    {
        var breakdowns = JsonNode.Parse(row.GetString(9))!;
        Assert.Equal(report.Breakdowns.Count, breakdowns.AsObject().Count);
        return string.Join(' ', [
            row.GetFieldValue<DateOnly>(0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.GetString(1), row.GetString(2), row.GetString(3),
            .. report.Breakdowns.Select(key => breakdowns[key]!.GetValue<string>())]);
    }

    private static string Text(JsonObject row, string field) => row[field]!.GetValue<string>();

    private static string IdOf(JsonObject row, string field) => row[field]?.GetValue<string>() ?? "";

    private static decimal Number(JsonObject row, string field) =>
        row[field] is { } value ? decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
}
