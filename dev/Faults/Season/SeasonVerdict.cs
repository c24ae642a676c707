namespace MetaSync.Faults.Season;

/// <summary>Whether a reading has stayed what it was.</summary>
internal sealed record Flatness(string Name, long Before, long After, bool IsFlat);

/// <summary>Compares two readings of a season.</summary>
internal static class SeasonVerdict
{
    /// <summary>A tenth of growth is noise: a table is vacuumed a little earlier or later, a heap collected.</summary>
    private const double Noise = 1.1;

    /// <summary>What is there to grow, such as the results themselves, is not judged.</summary>
    public static IReadOnlyList<Flatness> Between(SeasonReading before, SeasonReading after) =>
    [
        .. after.Readings.Where(reading => reading.Slack is not null).Select(reading => new Flatness(
            reading.Name, before[reading.Name], reading.Value, reading.Value <= before[reading.Name] * Noise + reading.Slack!.Value)),
    ];
}
