namespace MetaSync.Sync.Bulk;

/// <summary>What Quartz would have written of some days.</summary>
internal sealed class Recording
{
    private static readonly AsyncLocal<Recording?> Flow = new();

    private readonly Dictionary<string, List<RecordedCommand>> _days;
    private readonly HashSet<string> _promised;

    private Recording(IEnumerable<ChainLink> links, IEnumerable<string> promised)
    {
        _days = links.ToDictionary(link => link.Name, _ => new List<RecordedCommand>(3), StringComparer.Ordinal);
        _promised = promised.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The one that goes on where this is asked.</summary>
    public static Recording? Current => Flow.Value;

    /// <summary>The name of the day that is being written.</summary>
    public string? Day { get; set; }

    /// <summary>Which groups were found to be paused, or not.</summary>
    public Dictionary<(string Kind, string Group), bool> Paused { get; } = [];

    /// <summary>Records while <paramref name="write"/> runs, in its asynchronous flow only.</summary>
    /// <param name="links">The days that are going to be written.</param>
    /// <param name="promised">The names of days that are not, and that count as being there.</param>
    /// <param name="write">Has Quartz write them.</param>
    public static async Task<Recording> OfAsync(IEnumerable<ChainLink> links, IEnumerable<string> promised, Func<Task> write)
    {
        var recording = new Recording(links, promised);
        Flow.Value = recording; // until this method ends: its caller has a flow of its own
        await write();
        return recording;
    }

    /// <summary>The statements of a day, in their order.</summary>
    public IReadOnlyList<RecordedCommand> Of(ChainLink link) => _days[link.Name];

    /// <summary>Whether a day of this name is there: null when only the database knows.</summary>
    public bool? Has(string name, string group) =>
        group != SyncDayContract.Group ? null : _days.ContainsKey(name) ? false : _promised.Contains(name) ? true : null;

    public RecordedCommand Add(string day, string text)
    {
        var command = new RecordedCommand(text);
        _days[day].Add(command);
        return command;
    }
}
