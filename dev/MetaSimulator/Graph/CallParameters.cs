using Microsoft.Extensions.Primitives;

namespace MetaSimulator.Graph;

// The parameters of a call, wherever they came from; of a repeated one the last counts.
internal sealed class CallParameters(IEnumerable<KeyValuePair<string, StringValues>> pairs)
{
    private readonly Dictionary<string, string> _values =
        pairs.Where(pair => pair.Value.Count > 0).ToDictionary(pair => pair.Key, pair => pair.Value[^1] ?? "");

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, string>> All => _values;
}
