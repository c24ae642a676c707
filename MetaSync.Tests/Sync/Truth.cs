using System.Globalization;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Sync;

/// <summary>Compares the stored rows with what the simulator says that they have to be.</summary>
internal static class Truth
{
    private const string Fields =
        "account_id,campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name,impressions,clicks,spend,reach,frequency,ctr,cpc,actions,action_values";

    /// <summary>Every row is there once, every value of it is right, and there is no other row. Returns how many there are.</summary>
    public static async Task<int> IsStoredAsync(SyncApplication app, string account, string day, string until, CancellationToken cancellationToken)
    {
        var truth = await app.Simulator.TruthAsync(account, day, until, Fields, cancellationToken);
        var expected = truth.ToDictionary(Key);

        await using var command = app.Database.CreateCommand("""
            SELECT day, campaign_id, adset_id, ad_id, impressions, clicks, reach, spend, row::text
            FROM metasync.insights WHERE account = $1 AND day BETWEEN $2 AND $3
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = DateOnly.Parse(day, CultureInfo.InvariantCulture) });
        command.Parameters.Add(new() { Value = DateOnly.Parse(until, CultureInfo.InvariantCulture) });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var stored = 0;
        for (; await row.ReadAsync(cancellationToken); stored++)
        {
            var key = (row.GetFieldValue<DateOnly>(0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.GetString(1), row.GetString(2), row.GetString(3));
            IsTheSame(Assert.Contains(key, (IDictionary<(string, string, string, string), JsonObject>)expected), row);
        }

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

    private static (string Day, string Campaign, string AdSet, string Ad) Key(JsonObject row) =>
        (row["date_start"]!.GetValue<string>(), row["campaign_id"]!.GetValue<string>(), row["adset_id"]!.GetValue<string>(), row["ad_id"]!.GetValue<string>());

    private static decimal Number(JsonObject row, string field) =>
        row[field] is { } value ? decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
}
