using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using MetaSync.ApiService.Problems;
using MetaSync.Tests.Support;
using MetaSync.Worker.Cli;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Docs;

/// <summary>The page of errors has what the code has.</summary>
public sealed partial class ErrorsPageTests
{
    private const string Rewrite = "METASYNC_REWRITE_DOCS";

    private static readonly string Page = Path.Combine(Repository.Root, "docs", "errors.md");

    [Fact]
    public void Every_problem_type_stands_on_the_page_and_no_other() => Assert.Equal(
        ProblemType.All.Select(type => $"{type.Name} {type.Status} {type.Title}"),
        ProblemRow().Matches(File.ReadAllText(Page)).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value}"));

    [Fact]
    public void Every_error_of_Metas_stands_on_the_page_with_what_is_to_be_done()
    {
        var table = string.Concat(MetaErrorTable.Rules.Select(Line));
        var page = File.ReadAllText(Page);
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
            File.WriteAllText(Page, page = MetaTable().Replace(page, match => match.Groups[1].Value + table + match.Groups[3].Value));
        Assert.True(
            MetaTable().Match(page).Groups[2].Value == table,
            $"docs/errors.md does not have the lines of MetaErrorTable. `{Rewrite}=1 dotnet test --filter ErrorsPageTests` writes them anew; commit it.");
    }

    [Fact]
    public void Every_exit_code_stands_on_the_page_and_no_other() => Assert.Equal(
        typeof(CommandLine).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!).Order(),
        ExitRow().Matches(File.ReadAllText(Page).Split("## Exit codes")[1]).Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture)));

    private static string Line(MetaErrorRule rule)
    {
        var code = rule.LastCode is null ? $"{rule.Code}" : $"{rule.Code} to {rule.LastCode}";
        var which = string.Join(", ", new[] { $"{rule.Subcode}", rule.MessagePart is null ? "" : $"“{rule.MessagePart}”" }.Where(part => part.Length > 0));
        return $"| {code} | {which} | {rule.Remedy} |\n";
    }

    [GeneratedRegex(@"^\| `([a-z-]+)` \| (\d{3}) \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex ProblemRow();

    [GeneratedRegex(@"(<!-- Written by ErrorsPageTests. -->\n\|.*\n\|.*\n)((?:\|.*\n)*)(<!-- End -->)")]
    private static partial Regex MetaTable();

    [GeneratedRegex(@"^\| (\d) \|", RegexOptions.Multiline)]
    private static partial Regex ExitRow();
}
