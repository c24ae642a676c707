using Microsoft.Extensions.Primitives;

namespace MetaSimulator.Graph;

// The parameters of a call, wherever they came from; of a repeated one the last counts.
internal sealed class CallParameters(IEnumerable<KeyValuePair<string, StringValues>> pairs)
{
    // Of a POST the body counts as much as the query.
    public static async Task<CallParameters> Read(HttpRequest request, CancellationToken gone) =>
        new(request.HasFormContentType ? request.Query.Concat(await Form(request, gone)) : request.Query);

    private readonly Dictionary<string, string> _values =
        pairs.Where(pair => pair.Value.Count > 0).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value[^1] ?? "");

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, string>> All => _values;

    // One that cannot be read is none, so that the call still gets an answer of Graph's.
    private static async Task<IFormCollection> Form(HttpRequest request, CancellationToken gone)
    {
        try
        {
            return await request.ReadFormAsync(gone);
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }
}
