using System.Text.Json;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>What a command was asked for. It goes to stdout, plain: no colours, nothing cut off, the same on a terminal and on a pipe.</summary>
internal static class Payload
{
    public static void Line(string line) => Console.Out.WriteLine(Terminal.Printable(line));

    /// <summary>What the API said, letter by letter.</summary>
    public static void Json(ApiAnswer answer) => Console.Out.WriteLine(answer.Data.GetRawText());

    /// <summary>Those of its elements that were asked for.</summary>
    public static void Json(IEnumerable<JsonElement> elements) => Console.Out.WriteLine($"[{string.Join(',', elements.Select(element => element.GetRawText()))}]");

    /// <summary>Columns under their headings, as wide as what is in them.</summary>
    public static void Table(string[] headings, IEnumerable<string[]> rows)
    {
        string[][] lines = [headings, .. rows.Select(row => row.Select(Terminal.Printable).ToArray())];
        var widths = Enumerable.Range(0, headings.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
            Console.Out.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
