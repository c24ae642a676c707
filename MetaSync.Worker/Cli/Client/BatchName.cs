namespace MetaSync.Worker.Cli.Client;

/// <summary>How people name a batch: by its id, by the beginning of its id, or as <c>latest</c>.</summary>
internal static class BatchName
{
    public const string Latest = "latest";

    /// <summary>How many of the newest batches a beginning is looked for in: as many as the API lists at once.</summary>
    private const int Searched = 500;

    /// <summary>An id begins with its millisecond, which takes 13 characters: enough to tell batches apart on a screen.</summary>
    public static string Short(Guid batchId) => batchId.ToString()[..13];

    public static async Task<Guid> FindAsync(ApiClient api, string name, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(name, out var batchId))
            return batchId;
        if (name is not Latest && !name.All(character => char.IsAsciiHexDigit(character) || character is '-') || name.Length == 0)
        {
            throw new CommandException(
                CommandLine.WrongUsage, $"'{name}' can't be the name of a batch: that is its id, the beginning of its id, or '{Latest}'. 'status' lists them.");
        }

        var newest = (await api.GetAsync($"/api/sync?limit={Searched}", cancellationToken)).As<Batch[]>();
        return Choose(name, newest);
    }

    /// <summary>The one that is meant by <paramref name="name"/>; the newest stands first.</summary>
    public static Guid Choose(string name, IReadOnlyList<Batch> newest)
    {
        if (name is Latest)
        {
            return newest.FirstOrDefault(batch => !batch.IsRefresh)?.BatchId
                ?? throw new CommandException(CommandLine.Failed, "There is no batch yet that anybody asked for. 'sync' enqueues one.");
        }

        var found = newest.Select(batch => batch.BatchId).Where(id => id.ToString().StartsWith(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw new CommandException(CommandLine.Failed, $"No batch begins with '{name}' among the newest {Searched}. 'status' lists them; a whole id finds older ones."),
            [var one, var other, ..] => throw new CommandException(CommandLine.Failed, $"'{name}' is the beginning of several batches, {one} and {other} among them. Give more of it."),
        };
    }
}
