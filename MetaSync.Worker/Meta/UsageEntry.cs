using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MetaSync.Worker.Meta;

/// <summary>One object of a usage header. A header that can't be read is worth no failed day: it says nothing.</summary>
internal sealed class UsageEntry
{
    private const string Insights = "ads_insights";
    private const double LongestTime = 1_000_000;

    private readonly Dictionary<string, double> _numbers = [];
    private readonly string _useCase = Insights; // also of an entry that names none

    private UsageEntry(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            var text = property.Value.ValueKind is JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            if (property.Name is "ads_api_access_tier")
                Tier = text switch { "development_access" => MetaTier.Limited, "standard_access" => MetaTier.Full, _ => MetaTier.Unknown };
            else if (property.Name is "type" && property.Value.ValueKind is JsonValueKind.String)
                _useCase = text;
            else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number >= 0)
                _numbers[property.Name] = number;
        }
    }

    public MetaTier Tier { get; }

    public double? Number(string field) => _numbers.TryGetValue(field, out var number) ? number : null;

    /// <summary>A time that is still to come.</summary>
    public TimeSpan? Time(string field, Func<double, TimeSpan> unit) => Number(field) is { } number and > 0 and < LongestTime ? unit(number) : null;

    public static List<UsageEntry> Read(HttpResponseHeaders headers, string name) => Read(headers, name, header => [new UsageEntry(header)]);

    /// <summary>
    /// A list for each of up to 32 businesses or ad accounts, one entry per use case. Where the account has a list of its own,
    /// the others are other accounts'; where it has none, its business's is among them.
    /// </summary>
    public static List<UsageEntry> ReadBusinessUseCases(HttpResponseHeaders headers, string? account) =>
        Read(headers, "X-Business-Use-Case-Usage", header =>
        {
            var lists = header.EnumerateObject().ToArray();
            var own = Array.FindAll(lists, list => $"act_{list.Name}" == account);
            return (own.Length > 0 ? own : lists).Where(list => list.Value.ValueKind is JsonValueKind.Array)
                .SelectMany(list => list.Value.EnumerateArray())
                .Where(entry => entry.ValueKind is JsonValueKind.Object)
                .Select(entry => new UsageEntry(entry))
                .Where(entry => entry._useCase is Insights);
        });

    private static List<UsageEntry> Read(HttpResponseHeaders headers, string name, Func<JsonElement, IEnumerable<UsageEntry>> read)
    {
        var entries = new List<UsageEntry>();
        foreach (var value in headers.TryGetValues(name, out var values) ? values : [])
        {
            try
            {
                if (JsonElement.Parse(value) is { ValueKind: JsonValueKind.Object } header)
                    entries.AddRange([.. read(header)]);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
            {
                // No JSON, or text in it that is no text: half a surrogate pair.
            }
        }

        return entries;
    }
}
