using System.Text.Json;
using System.Text.Json.Nodes;
using MetaSimulator.Control;
using MetaSimulator.Data;

namespace MetaSimulator.Tokens;

// The tokens that there are: at first the configured one.
internal sealed class TokenBook
{
    private readonly Simulation _simulation;
    private readonly Journal _journal;
    private readonly SimulatorClock _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Token> _tokens = [];

    public TokenBook(Simulation simulation, Journal journal, SimulatorClock clock)
    {
        (_simulation, _journal, _clock) = (simulation, journal, clock);
        Clear();
    }

    // What a token is for a call.
    public TokenSettings? Find(string? value, long sequence)
    {
        lock (_lock)
            return value is null ? null : _tokens.GetValueOrDefault(value)?.At(sequence);
    }

    public string? UserOf(string value)
    {
        lock (_lock)
            return _tokens.GetValueOrDefault(value)?.UserId;
    }

    // With atCall, the change begins with that call, counted from now.
    public void Change(JsonObject body)
    {
        if (body["token"] is not JsonValue text || !text.TryGetValue(out string? value) || value.Length == 0)
            throw new JsonException("Give the token.");
        long? atCall = body["atCall"] is { } call ? call.Deserialize<long>() : null;
        if (atCall < 1)
            throw new JsonException("atCall counts from 1.");

        var changes = new JsonObject(body.Where(pair => pair.Key is not ("token" or "atCall")).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        lock (_lock)
        {
            var now = _tokens.GetValueOrDefault(value)?.At(_journal.Last) ?? new();
            _tokens[value] = atCall is { } count ? new(value, now, now.With(changes), _journal.Last + count) : new(value, now.With(changes));
        }
    }

    public IReadOnlyList<TokenEntry> Read()
    {
        lock (_lock)
            return [.. _tokens.Values.Select(token => TokenEntry.Of(token, _journal.Last, _clock.Now))];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _tokens.Clear();
            var configured = _simulation.World.Options.AccessToken;
            _tokens[configured] = new(configured, new());
        }
    }
}
