using System.Globalization;
using System.Text.RegularExpressions;

namespace MetaSync.Faults.Wire;

/// <summary>A group of messages that a client sends as one, and that the server answers as one: a query, some pipelined statements, or a part of a COPY.</summary>
/// <param name="Number">Which one it was of those that were counted since the relay was armed; 0 for one that was not.</param>
/// <param name="Session">Which of the client's connections it came by.</param>
/// <param name="Sql">Its SQL.</param>
/// <param name="Transaction">The SQL that its transaction began with: its own, if it is the first or stands alone.</param>
internal sealed partial record SqlMessage(int Number, int Session, string Sql, string Transaction)
{
    private const int Shown = 72;

    /// <summary>Its first words, in one line.</summary>
    public string FirstWords
    {
        get
        {
            var line = Blanks().Replace(Sql, " ").Trim();
            return line.Length <= Shown ? line : $"{line[..Shown].TrimEnd()} …";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}: {FirstWords}");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
