using System.Globalization;
using MetaSimulator.Data;

namespace MetaSimulator.Tokens;

// A token, and from which call on it is what it will be.
internal sealed record Token(string Value, TokenSettings Settings, TokenSettings? Next = null, long NextFrom = 0)
{
    // 15 digits that follow from the token.
    public string UserId => (100_000_000_000_000 + (long)(Hash.Of(5, Value) % 100_000_000_000_000)).ToString(CultureInfo.InvariantCulture);

    public TokenSettings At(long sequence) => Next is not null && sequence >= NextFrom ? Next : Settings;
}
