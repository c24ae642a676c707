using System.Text;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Cli;

[Collection(nameof(Alone))]
public sealed class ExportCommandTests(PostgresServer server) : IDisposable
{
    private const string Rows = "SELECT account || ' ' || day || ' ' || ad_id || ' ' || spend FROM metasync.ad_insights ORDER BY account, day, ad_id";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("metasync-export-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_is_exported_is_what_is_stored_and_days_that_are_not_in_are_named()
    {
        await using var app = await SyncedAsync();
        var stored = await StoredAsync(app);
        Assert.NotEmpty(stored);

        var lines = await CliAsync(app, "export", "2026-01-01", "2026-01-03", "--format", "ndjson");
        Assert.Equal((0, ""), (lines.ExitCode, lines.Error));
        JsonNode[] rows = [.. lines.Out.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).Where(row => row["manifest"] is null)];
        Assert.Equal(stored, rows.Select(row => $"{row["account"]} {row["day"]} {row["ad_id"]} {row["spend"]}").Order(StringComparer.Ordinal));

        foreach (var format in new[] { "csv", "json", "ndjson", "parquet" })
        {
            var (exitCode, output, error) = await CliAsync(app, "export", "2026-01-01", "2026-01-03", "--output", Target($"january.{format}"));
            Assert.Equal((0, "", $"{stored.Count} rows are in {Target($"january.{format}")}.\n"), (exitCode, output, error));
        }

        Assert.Equal(lines.Out.Replace("\r", "", StringComparison.Ordinal).Split('\n').Length - 2, stored.Count);
        Assert.StartsWith("PAR1", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Target("january.parquet"), Cancel)), StringComparison.Ordinal);
        var csv = await CliAsync(app, "export", "2026-01-01", "2026-01-03"); // to stdout, as the file
        Assert.Equal((0, "", await File.ReadAllTextAsync(Target("january.csv"), Cancel)), (csv.ExitCode, csv.Error, csv.Out));
        Assert.Equal(4, _folder.GetFiles().Length); // and nothing else is left

        var gaps = await CliAsync(app, "export", "2026-01-01", "2026-01-05", "--output", Target("gaps.csv"));
        Assert.Equal((3, ""), (gaps.ExitCode, gaps.Out));
        Assert.Contains("act_1: 3 of 5 days are in; 0 failed, 2 missing.", gaps.Error);
        Assert.Equal(csv.Out, await File.ReadAllTextAsync(Target("gaps.csv"), Cancel));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_fails_with_a_sentence_and_leaves_no_file()
    {
        await using var app = await SyncedAsync();
        await using var relay = new Relay(app.Api.BaseAddress!);
        foreach (var format in new[] { "csv", "json", "ndjson", "parquet" })
        {
            relay.BreaksAfter = 4000; // in the middle of the rows
            await File.WriteAllTextAsync(Target("kept"), "as it was", Cancel);
            var (exitCode, output, error) = await WorkerCommand.RunAsync(
                Cancel, "export", "2026-01-01", "2026-01-03", "--format", format, "--output", Target("kept"), "--api", relay.Address);
            Assert.Equal((1, ""), (exitCode, output));
            Assert.StartsWith("The answer broke off ", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
            Assert.Equal("as it was", await File.ReadAllTextAsync(Target("kept"), Cancel));
            Assert.Single(_folder.GetFiles());
        }
    }

    [Fact]
    public async Task What_can_not_be_written_or_asked_for_is_a_sentence()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        var nowhere = await CliAsync(app, "export", "2026-01-01", "2026-01-03", "--output", Target("there/is/no/such.csv"));
        Assert.Equal((1, ""), (nowhere.ExitCode, nowhere.Out));
        Assert.Contains("can't be written", Assert.Single(nowhere.Error.Trim().Split('\n')));

        foreach (var (option, value) in new[] { ("--format", "xlsx"), ("--account", "act_9"), ("--report", "nosuch") })
        {
            var (exitCode, output, error) = await CliAsync(app, "export", "2026-01-01", "2026-01-03", option, value);
            Assert.Equal((2, ""), (exitCode, output));
            Assert.Contains($"'{value}'", Assert.Single(error.Trim().Split('\n')));
        }

        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script, which makes a terminal, is not installed.");
        var binary = await WorkerCommand.RunAtATerminalAsync(
            "", new Dictionary<string, string>(), Cancel, "export", "2026-01-01", "2026-01-03", "--format", "parquet", "--api", app.Api.BaseAddress!.ToString());
        Assert.Equal(2, binary.ExitCode);
        Assert.Contains("Parquet is nothing for a terminal.", binary.Screen);
    }

    private string Target(string name) => Path.Combine(_folder.FullName, name);

    private async Task<SyncApplication> SyncedAsync()
    {
        var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        await app.FinishedAsync(batch.BatchId, Cancel);
        return app;
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(SyncApplication app)
    {
        await using var command = app.Database.CreateCommand(Rows);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var stored = new List<string>();
        while (await row.ReadAsync(Cancel))
            stored.Add(row.GetString(0));
        return [.. stored.Order(StringComparer.Ordinal)];
    }

    private static Task<(int ExitCode, string Out, string Error)> CliAsync(SyncApplication app, params string[] args) =>
        WorkerCommand.RunAsync(Cancel, [.. args, "--api", app.Api.BaseAddress!.ToString()]);
}
