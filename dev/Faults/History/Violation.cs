namespace MetaSync.Faults.History;

/// <summary>The ten promises that hold whatever fails.</summary>
internal enum Invariant
{
    /// <summary>I1: each acknowledged day ends, once.</summary>
    NothingIsLost = 1,

    /// <summary>I2: a day that has succeeded was stored exactly once.</summary>
    OneEffect,

    /// <summary>I3: in a lane no run that stores begins before the one before it has stored.</summary>
    NoOverlap,

    /// <summary>I4: days are granted and stored in the order of their lane.</summary>
    LaneOrder,

    /// <summary>I5: what is stored is stored under the newest token, and no token is granted twice.</summary>
    NewestToken,

    /// <summary>I6: a batch is there with all its days, or not at all.</summary>
    AllOrNothing,

    /// <summary>I7: once healed, the lanes move.</summary>
    Progress,

    /// <summary>I8: nothing is left behind.</summary>
    NoResidue,

    /// <summary>I9: the API says "accepted" of what is stored, and of nothing else.</summary>
    HonestAnswers,

    /// <summary>I10: each attempt that was lost or refused is on record.</summary>
    OnRecord,
}

/// <summary>A promise that a history breaks, and where.</summary>
internal sealed record Violation(Invariant Invariant, string Text)
{
    public override string ToString() => $"I{(int)Invariant} {Invariant}: {Text}";
}
