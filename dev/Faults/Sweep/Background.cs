using MetaSync.Faults.Wire;

namespace MetaSync.Faults.Sweep;

/// <summary>What a process says to the database whether or not there is work.</summary>
internal static class Background
{
    private static readonly string[] Signs =
    [
        "QRTZ_SCHEDULER_STATE", "INTERRUPT_REQUESTED_TIME", // a worker's check-in
        "LISTEN ", // for new days, at its start
        "FILTER (WHERE state =", "SELECT state, error_message, remedy", // the API's gauges
    ];

    /// <summary>Whether a message is none of it. Not known for certain: what is taken for work by mistake is swept too.</summary>
    public static bool IsNone(SqlMessage message) =>
        message.Transaction != "COMMIT" && !Signs.Any(sign => message.Transaction.Contains(sign, StringComparison.Ordinal));
}
