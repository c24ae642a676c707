using MetaSync.Worker.Meta;

namespace MetaSync.Worker;

/// <summary>Levels by who must act: nobody at Debug and Information, somebody soon at Warning, somebody now at Error.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: {Rows} rows in {Calls} calls")]
    public static partial void Done(this ILogger logger, string account, DateOnly day, long rows, int calls);

    [LoggerMessage(101, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: waits for {Wait} ({Reason}): {Error}")]
    public static partial void Waits(this ILogger logger, string account, DateOnly day, string reason, TimeSpan wait, MetaError error);

    [LoggerMessage(102, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: try {Attempt} failed, the next is in {Wait}: {Error}")]
    public static partial void Retries(this ILogger logger, string account, DateOnly day, int attempt, TimeSpan wait, MetaError error);

    [LoggerMessage(103, LogLevel.Error, "{Account} {Day:yyyy-MM-dd}: failed for good after {Attempts} tries: {Error}")]
    public static partial void Failed(this ILogger logger, string account, DateOnly day, int attempts, MetaError error);

    [LoggerMessage(104, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: handed back, because this worker is going down")]
    public static partial void HandedBack(this ILogger logger, string account, DateOnly day);

    [LoggerMessage(105, LogLevel.Warning, "{Account} {Day:yyyy-MM-dd}: another worker has taken the day over; nothing of this run is stored")]
    public static partial void TakenOver(this ILogger logger, string account, DateOnly day);

    [LoggerMessage(107, LogLevel.Error, "Day {DayId}: the database failed, and the day runs again: {Reason}")]
    public static partial void DatabaseFailed(this ILogger logger, long dayId, string reason);

    [LoggerMessage(108, LogLevel.Error, "{Account} {Day:yyyy-MM-dd}: something that nobody has foreseen")]
    public static partial void Unexpected(this ILogger logger, string account, DateOnly day, Exception exception);

    [LoggerMessage(106, LogLevel.Warning, "The connection that hears of new days was lost, and is opened again: {Reason}")]
    public static partial void ListenerLost(this ILogger logger, string reason);
}
