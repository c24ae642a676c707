using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>A fault that may strike while days run. When it is over, <see cref="FaultRig.HealAsync"/> brings back what it took down.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Weight">How often a random mix takes it, compared with the others.</param>
/// <param name="StrikeAsync">Strikes a rig in which days wait; every choice is the random one's.</param>
internal sealed record FaultCase(string Name, int Weight, Func<FaultRig, Random, CancellationToken, Task> StrikeAsync)
{
    /// <summary>How many workers it takes.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>It ends the server: the rig's must be one of its own, and write its commits to the disk.</summary>
    public bool EndsServer { get; init; }

    /// <summary>How many faults it is: some strike several times.</summary>
    public int Faults { get; init; } = 1;

    /// <summary>It keeps workers that live from checking in: that they lose their days is its own doing.</summary>
    public bool HoldsUpCheckIn { get; init; }

    /// <summary>It leaves no process that could take a day over.</summary>
    public bool KillsAll { get; init; }

    public override string ToString() => Name;
}
