using System.CommandLine;
using System.Globalization;
using MetaSync.Worker.Cli.Client;
using MetaSync.Worker.Cli.Export;

namespace MetaSync.Worker.Cli;

/// <summary><c>export</c>: takes the stored rows away, to stdout or into a file.</summary>
internal static class ExportCommand
{
    private static readonly string[] Formats = ["csv", "ndjson", "json", "parquet"];

    private static readonly Argument<string> Start = new("start") { Description = "The first day, as yyyy-MM-dd." };
    private static readonly Argument<string> End = new("end") { Description = "The last day, included, as yyyy-MM-dd." };

    private static readonly Option<string[]> Accounts = new("--account")
    {
        Description = "An ad account such as act_1; may be given several times. All when left out.",
        HelpName = "account",
    };

    private static readonly Option<string> Report = new("--report") { Description = "Which report; ad when left out.", HelpName = "report" };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "csv, ndjson, json or parquet; when left out, what the file's name ends with, else csv.",
        HelpName = "format",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The file, which appears when all of it has come; stdout when left out.",
        HelpName = "file",
    };

    private static readonly Option<bool> Raw = new("--raw") { Description = "Leave texts in CSV as they are, also those that a spreadsheet would run as formulas." };

    public static Command Create() => ApiCommand.Of(
        new Command("export", "Streams the stored rows of a report, and fails when not all of them come.") { Start, End, Accounts, Report, Format, Output, Raw },
        RunAsync);

    private static async Task<int> RunAsync(ApiClient api, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (path, format) = (parsed.GetValue(Output), FormatOf(parsed));
        if (path is null && format is "parquet" && !Console.IsOutputRedirected)
            throw new CommandException(CommandLine.WrongUsage, "Parquet is nothing for a terminal. Name a file with --output, or another --format.");

        var query = Query(parsed);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/insights?{query}&format={format}{(parsed.GetValue(Raw) ? "&raw=1" : "")}");
        using var response = await api.OpenAsync(request, cancellationToken);
        var download = new ExportDownload(response, format);
        if (path is null)
        {
            await using var output = Console.OpenStandardOutput();
            await download.CopyToAsync(output, (_, _) => { }, cancellationToken);
        }
        else
        {
            await using var file = new NewFile(path);
            await DownloadAsync(download, file, cancellationToken);
            await file.FinishAsync();
            Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{download.AnnouncedRows} rows are in {path}."));
        }

        return await ExportGaps.ExplainAsync(api, query, cancellationToken);
    }

    private static async Task DownloadAsync(ExportDownload download, NewFile file, CancellationToken cancellationToken)
    {
        if (!Terminal.IsLive)
        {
            await download.CopyToAsync(file.Stream, (_, _) => { }, cancellationToken);
            return;
        }

        await Terminal.WithBarAsync("Rows", async tell =>
        {
            await download.CopyToAsync(
                file.Stream,
                (rows, bytes) => tell(download.AnnouncedRows ?? 0, rows, string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")),
                cancellationToken);
            return true;
        });
    }

    private static string FormatOf(ParseResult parsed)
    {
        if (parsed.GetValue(Format) is { } format)
        {
            return Formats.Contains(format)
                ? format
                : throw new CommandException(CommandLine.WrongUsage, $"--format is '{format}', and has to be one of {string.Join(", ", Formats)}.");
        }

        var ending = Path.GetExtension(parsed.GetValue(Output))?.TrimStart('.').ToLowerInvariant();
        return Formats.Contains(ending) ? ending! : "csv";
    }

    private static string Query(ParseResult parsed)
    {
        var query = $"startDate={Uri.EscapeDataString(parsed.GetRequiredValue(Start))}&endDate={Uri.EscapeDataString(parsed.GetRequiredValue(End))}";
        if (parsed.GetValue(Accounts) is { Length: > 0 } accounts)
            query += $"&accounts={string.Join(',', accounts.Select(Uri.EscapeDataString))}";
        return parsed.GetValue(Report) is { } report ? $"{query}&report={Uri.EscapeDataString(report)}" : query;
    }
}
