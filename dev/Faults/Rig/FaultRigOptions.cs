namespace MetaSync.Faults.Rig;

/// <summary>Which processes a rig has, and what they are told.</summary>
internal sealed record FaultRigOptions
{
    public int Workers { get; init; } = 2;

    /// <summary>How many processes of the API; clients ask the first one.</summary>
    public int Apis { get; init; } = 1;

    /// <summary>The ad accounts, as <c>Meta:Accounts</c> takes them; the simulator has act_1 to act_5.</summary>
    public string Accounts { get; init; } = "act_1";

    /// <summary>How many ads an account has, and so how many rows a day has at most.</summary>
    public int Ads { get; init; } = 12;

    /// <summary>Rows per call: few, so that a day has several pages, and something staged while it still asks for more.</summary>
    public int PageSize { get; init; } = 4;

    /// <summary>How long each of Meta's answers takes.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>More of the environment of a process, by its name.</summary>
    public Func<string, IReadOnlyDictionary<string, string>> Environment { get; init; } = _ => new Dictionary<string, string>();

    /// <summary>The connection string that a process gets in place of the database's own: a relay may stand in between.</summary>
    public Func<string, string, string> Route { get; init; } = (_, connectionString) => connectionString;

    /// <summary>Whether the processes are killed so soon that what the runtime does to make them fast is lost: a worker's start takes 1.5 s of a processor without it, and 2.3 s with it.</summary>
    public bool LiveForSeconds { get; init; } = true;

    /// <summary>Whether the processes are started with the rig; the fault cases of a start do that themselves.</summary>
    public bool StartsProcesses { get; init; } = true;
}
