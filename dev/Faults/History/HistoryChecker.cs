using MetaSync.Faults.History.Invariants;

namespace MetaSync.Faults.History;

/// <summary>Says which of the ten promises a history breaks. It only reads: the same history, the same answer.</summary>
internal static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(RunHistory history) =>
    [
        .. NothingIsLost.Check(history),
        .. OneEffect.Check(history),
        .. NoOverlap.Check(history),
        .. LaneOrder.Check(history),
        .. NewestToken.Check(history),
        .. AllOrNothing.Check(history),
        .. Progress.Check(history),
        .. NoResidue.Check(history),
        .. HonestAnswers.Check(history),
        .. OnRecord.Check(history),
    ];
}
