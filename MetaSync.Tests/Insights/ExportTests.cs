using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.ApiService.Insights;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Insights;

/// <summary>Two accounts with few rows, whose names are hard to write down.</summary>
public sealed class ExportTests(ExportTests.Application application) : IClassFixture<ExportTests.Application>
{
    private const string Range = "startDate=2026-01-01&endDate=2026-01-05";
    private const int Rows = 2 * 5 * 25;

    private static readonly string[] KeyColumns = ["account", "day", "campaign_id", "adset_id", "ad_id"];

    private readonly SyncApplication _app = application.App;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public sealed class Application(PostgresServer server) : IAsyncLifetime
    {
        internal SyncApplication App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await SyncApplication.StartAsync(server, workers: 0, Cancel, accounts: "act_2,act_1");
            await StoredInsights.AddAccountsAsync(App, Cancel);
            foreach (var account in new[] { "act_1", "act_2" })
                await StoredInsights.AddAsync(App, account, "2025-12-31", days: 7, ads: 25, Cancel);
            await App.ExecuteAsync("""
                INSERT INTO metasync.insights
                SELECT account, 'country/country', day, campaign_id, '', '', impressions, clicks, reach, -5.5, row - 'adset_name' - 'ad_name', as_of, batch_id, '{"country":"DE"}'
                FROM metasync.insights WHERE account = 'act_1' AND day = '2026-01-01' AND ad_id LIKE '%01';
                """, Cancel);
            await StoredInsights.RecordDaysAsync(App, Cancel);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    [Fact]
    public async Task Every_format_has_the_same_rows_in_the_same_order_equal_to_the_database()
    {
        var lines = await LinesAsync($"{Range}&format=ndjson");
        var rows = lines.Where(line => line["manifest"] is null).ToArray();
        var json = JsonNode.Parse(await TextAsync(Range))!;
        var expected = await DuckDb.DatabaseAsync(_app, "report = 'ad' AND day BETWEEN '2026-01-01' AND '2026-01-05'", Cancel);

        Assert.Equal(Rows, expected.Rows);
        Assert.Equal(rows.Select(row => row.ToJsonString()), json["data"]!.AsArray().Select(row => row!.ToJsonString()));
        Assert.Equal(ExportColumn.All.Select(column => column.Name), rows[0].AsObject().Select(field => field.Key));
        Assert.Equal(rows.OrderBy(Key, StringComparer.Ordinal).Select(Key), rows.Select(Key));
        Assert.Equal(expected.Spend, rows.Sum(row => row["spend"]!.GetValue<decimal>()));
        foreach (var format in new[] { "csv", "parquet" })
        {
            var file = await FileAsync($"{Range}&format={format}&raw=1");
            Assert.Equal(expected, format is "csv" ? DuckDb.Csv(file) : DuckDb.Parquet(file));
            var read = format is "csv" ? $"read_csv('{file}', header = true, all_varchar = true, allow_quoted_nulls = false)" : $"read_parquet('{file}')";
            Assert.Equal(rows.Select(Key), DuckDb.Column($"SELECT account || '|' || day || '|' || campaign_id || '|' || adset_id || '|' || ad_id FROM {read}"));
            File.Delete(file);
        }

        static string Key(JsonNode row) => string.Join('|', KeyColumns.Select(name => row[name]!.GetValue<string>()));
    }

    [Fact]
    public async Task Every_name_survives_every_format()
    {
        var stored = StoredInsights.HardNames.Order(StringComparer.Ordinal).ToArray();
        var json = (await LinesAsync($"{Range}&format=ndjson")).Select(row => row["ad_name"]?.GetValue<string>()).OfType<string>();
        var csv = await FileAsync($"{Range}&format=csv&raw=1");
        var parquet = await FileAsync($"{Range}&format=parquet");

        Assert.Equal(stored, json.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(stored, DuckDb.Column($"SELECT DISTINCT ad_name FROM read_csv('{csv}', header = true, all_varchar = true, allow_quoted_nulls = false)").Order(StringComparer.Ordinal));
        Assert.Equal(stored, DuckDb.Column($"SELECT DISTINCT ad_name FROM read_parquet('{parquet}')").Order(StringComparer.Ordinal));
        File.Delete(csv);
        File.Delete(parquet);
    }

    [Fact]
    public async Task A_text_that_a_spreadsheet_would_run_is_defused_in_CSV_and_a_negative_number_stays_one()
    {
        var guarded = await TextAsync($"{Range}&format=csv");
        Assert.Contains(",'=1+2,", guarded);
        Assert.Contains(",'+49 30 1,", guarded);
        Assert.Contains(",'-5.5,", guarded);
        Assert.Contains(",'@sum,", guarded);
        Assert.Contains(",'＝１,", guarded);
        Assert.DoesNotContain(",=1+2,", guarded);
        Assert.Contains(",=1+2,", await TextAsync($"{Range}&format=csv&raw=1"));

        var country = await TextAsync($"{Range}&format=csv&report=country/country");
        Assert.Contains(",-5.5,EUR,", country);
        Assert.Contains("""
            ,"{""country"": ""DE""}",
            """, country);
    }

    [Fact]
    public async Task An_answer_says_what_it_is_how_many_rows_come_and_that_nobody_may_keep_it()
    {
        using var response = await _app.Api.GetAsync($"/api/insights?{Range}&report=country/country&format=csv", Cancel);

        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"metasync_country-country_2026-01-01_2026-01-05.csv\"", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("1", response.Headers.GetValues("MetaSync-Rows").Single());
        Assert.Contains("/api/insights/manifest?", response.Headers.GetValues("Link").Single());
        Assert.Equal(string.Join(',', ExportColumn.All.Select(column => column.Name)), (await response.Content.ReadAsStringAsync(Cancel)).Split("\r\n")[0]);
    }

    [Fact]
    public async Task The_manifest_comes_last_says_that_the_file_is_whole_and_is_the_same_in_every_place()
    {
        var line = (await LinesAsync($"{Range}&format=ndjson"))[^1]["manifest"]!;
        var json = JsonNode.Parse(await TextAsync(Range))!.AsObject();
        var parquet = await FileAsync($"{Range}&format=parquet");
        var footer = JsonNode.Parse(DuckDb.Column($"SELECT value::varchar FROM parquet_kv_metadata('{parquet}') WHERE key::varchar = 'metasync.manifest'").Single()!.Replace("\\x22", "\"", StringComparison.Ordinal))!;
        var alone = (await _app.Api.GetFromJsonAsync<JsonNode>($"/api/insights/manifest?{Range}&format=csv", Cancel))!["data"]!;
        File.Delete(parquet);

        Assert.Equal("manifest", json.Last().Key);
        foreach (var manifest in new[] { line, json["manifest"]!, footer })
        {
            Assert.True(manifest["complete"]!.GetValue<bool>());
            Assert.Equal(Rows, manifest["rows"]!.GetValue<long>());
            Assert.Equal(alone["accounts"]!.ToJsonString(), manifest["accounts"]!.ToJsonString());
            Assert.Equal(ExportColumn.All.Select(column => column.Name), manifest["columns"]!.AsArray().Select(column => column!["name"]!.GetValue<string>()));
        }

        Assert.Null(alone["complete"]);
        var account = alone["accounts"]![0]!;
        Assert.Equal(("act_1", "Europe/Berlin", "EUR"), (Text(account, "account"), Text(account, "timeZone"), Text(account, "currency")));
        Assert.Equal(
            await _app.ScalarAsync<decimal>("SELECT sum(spend) FROM metasync.ad_insights WHERE account = 'act_1' AND day BETWEEN '2026-01-01' AND '2026-01-05'", Cancel),
            account["spend"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task The_manifest_names_the_days_that_are_in_provisional_failed_and_missing()
    {
        await _app.ExecuteAsync("""
            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id)
            SELECT 'act_2', 'ad', day::date, 0, day + interval '1 day', day, gen_random_uuid() FROM generate_series(date '2026-02-01', date '2026-02-03', interval '1 day') AS day;
            INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES ('00000000-0000-0000-0000-000000000002', '2026-02-01', '2026-02-10', '{act_2}');
            INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, finished_at)
            SELECT '00000000-0000-0000-0000-000000000002', 'meta_sync', 'act_2', start, "end", state, now() - ago FROM (VALUES
              (date '2026-02-03', date '2026-02-03', 'failed', interval '0'), ('2026-02-04', '2026-02-05', 'failed', '0'), ('2026-02-07', '2026-02-07', 'failed', '1 hour'), ('2026-02-07', '2026-02-07', 'cancelled', '0')
            ) AS tried (start, "end", state, ago);
            """, Cancel);

        var manifest = (await _app.Api.GetFromJsonAsync<JsonNode>("/api/insights/manifest?startDate=2026-02-01&endDate=2026-02-08&accounts=act_2", Cancel))!["data"]!;

        Assert.Equal("""{"asked":8,"in":3,"empty":3,"provisional":3,"failed":2,"missing":3}""", manifest["days"]!.ToJsonString());
        var account = manifest["accounts"]![0]!;
        Assert.Equal("""[{"startDate":"2026-02-01","endDate":"2026-02-03"}]""", account["provisional"]!.ToJsonString());
        Assert.Equal("""[{"startDate":"2026-02-04","endDate":"2026-02-05"}]""", account["failed"]!.ToJsonString());
        Assert.Equal("""[{"startDate":"2026-02-06","endDate":"2026-02-08"}]""", account["missing"]!.ToJsonString());
    }

    [Theory]
    [InlineData("report=nothing", "report", "nothing")]
    [InlineData("format=xlsx", "format", "json, ndjson, csv, parquet")]
    [InlineData("raw=yes", "raw", "yes")]
    [InlineData("startDate=01/02/2026", "startDate", "01/02/2026")]
    [InlineData("startDate=2026-01-31&endDate=2026-01-01", "endDate", "2026-01-01")]
    [InlineData("accounts=act_9", "accounts", "act_9")]
    [InlineData("formt=csv", "formt", "format")]
    public async Task What_can_not_be_exported_is_a_problem_that_names_field_and_value(string query, string field, string value)
    {
        foreach (var path in new[] { "/api/insights", "/api/insights/manifest" })
        {
            using var response = await _app.Api.GetAsync($"{path}?{query}", Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains(value, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["errors"]![field]![0]!.GetValue<string>());
        }
    }

    private static string? Text(JsonNode node, string field) => node[field]?.GetValue<string>();

    private Task<string> TextAsync(string query) => _app.Api.GetStringAsync($"/api/insights?{query}", Cancel);

    private async Task<JsonNode[]> LinesAsync(string query) => [.. (await TextAsync(query)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private async Task<string> FileAsync(string query)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.export");
        await File.WriteAllBytesAsync(file, await _app.Api.GetByteArrayAsync($"/api/insights?{query}", Cancel), Cancel);
        return file;
    }
}
