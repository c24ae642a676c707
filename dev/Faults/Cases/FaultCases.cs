namespace MetaSync.Faults.Cases;

/// <summary>All faults that may strike a rig while days run, for who mixes them.</summary>
internal static class FaultCases
{
    public static IReadOnlyList<FaultCase> All { get; } =
    [
        ZombieWorker.WaitingForMeta, ZombieWorker.WithRowsStaged, ZombieWorker.BeforeTheOther, ZombieWorker.Storing,
        LateCheckIn.OfOneWorker, LateCheckIn.OfAll,
        KilledAgainAndAgain.Once, KilledAgainAndAgain.Twice, KilledAgainAndAgain.ThreeTimes,
        EverythingKilled.Case, EverythingKilled.ButTheServer,
        ServerStopped.InTheMiddleOfADay, ServerStopped.WhileEnqueueing,
        SessionsEnded.Case,
        StoppedInOrder.Worker, StoppedInOrder.AllOneByOne,
        ManyClients.Case,
        TroubleAtMeta.ThreeFailures,
        ForeignSession.HoldsTheQueue, ForeignSession.HoldsTheLane,
        NoConnectionLeft.Case,
        Pauses.Case,
        StrangeJobs.OfUnknownType, StrangeJobs.WithUnreadableData, StrangeJobs.WithForeignData,
    ];
}
