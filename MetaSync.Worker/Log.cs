using MetaSync.Worker.Meta;

namespace MetaSync.Worker;

/// <summary>Levels by who must act: nobody at Debug and Information, somebody soon at Warning, somebody now at Error.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: {Rows} rows in {Calls} calls")]
    public static partial void Done(this ILogger logger, string account, DateOnly day, long rows, int calls);

    [LoggerMessage(111, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: {Rows} rows in {Calls} calls, the same as before")]
    public static partial void Unchanged(this ILogger logger, string account, DateOnly day, long rows, int calls);

    [LoggerMessage(101, LogLevel.Debug, "{Account} {Day:yyyy-MM-dd}: waits for {Wait} ({Reason}): {Error}")]
    public static partial void Waits(this ILogger logger, string account, DateOnly day, TimeSpan wait, string reason, MetaError? error);

    [LoggerMessage(102, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: try {Attempt} failed, the next is in {Wait}: {Error}")]
    public static partial void Retries(this ILogger logger, string account, DateOnly day, int attempt, TimeSpan wait, MetaError error);

    [LoggerMessage(103, LogLevel.Error, "{Account} {Day:yyyy-MM-dd}: failed for good after {Attempts} tries: {Error}")]
    public static partial void Failed(this ILogger logger, string account, DateOnly day, int attempts, MetaError error);

    [LoggerMessage(104, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: handed back, because this worker is going down")]
    public static partial void HandedBack(this ILogger logger, string account, DateOnly day);

    [LoggerMessage(112, LogLevel.Information, "{Account} {Day:yyyy-MM-dd}: set aside, because its batch is paused")]
    public static partial void SetAside(this ILogger logger, string account, DateOnly day);

    [LoggerMessage(113, LogLevel.Warning, "Batch {BatchId} is paused with {Days} days left, because {Account} {Day:yyyy-MM-dd} failed and it was to stop at a failure")]
    public static partial void BatchStopped(this ILogger logger, Guid batchId, int days, string account, DateOnly day);

    [LoggerMessage(105, LogLevel.Warning, "{Account} {Day:yyyy-MM-dd}: the day was cancelled, or another worker has taken it over; nothing of this run is stored")]
    public static partial void TakenOver(this ILogger logger, string account, DateOnly day);

    [LoggerMessage(107, LogLevel.Error, "Day {DayId}: the database failed, and the day runs again: {Reason}")]
    public static partial void DatabaseFailed(this ILogger logger, long dayId, string reason);

    [LoggerMessage(108, LogLevel.Error, "{Account} {Day:yyyy-MM-dd}: something that nobody has foreseen")]
    public static partial void Unexpected(this ILogger logger, string account, DateOnly day, Exception exception);

    [LoggerMessage(106, LogLevel.Warning, "The connection that hears of new days was lost, and is opened again: {Reason}")]
    public static partial void ListenerLost(this ILogger logger, string reason);

    [LoggerMessage(109, LogLevel.Warning, "{Account} {Day:yyyy-MM-dd}: report {Report} goes on with {Step}, because Meta said: {Error}")]
    public static partial void StepsDown(this ILogger logger, string account, DateOnly day, string report, string step, MetaError error);

    [LoggerMessage(110, LogLevel.Error, "Report {Report} goes on without the field {Field}: {Error}. Take it out of Reports.")]
    public static partial void FieldDropped(this ILogger logger, string report, string field, MetaError error);

    [LoggerMessage(120, LogLevel.Error, "Meta does not accept the token, and nothing is asked with it until it works again: {Error}. {Remedy}")]
    public static partial void TokenParked(this ILogger logger, MetaError error, string remedy);

    [LoggerMessage(121, LogLevel.Information, "Meta accepts the token again")]
    public static partial void TokenWorksAgain(this ILogger logger);

    [LoggerMessage(122, LogLevel.Warning, "When the token expires is not known, because Meta does not say: {Error}")]
    public static partial void TokenNotInspected(this ILogger logger, MetaError error);

    [LoggerMessage(123, LogLevel.Information, "The token and the accounts are looked at in {Wait}: {Reason}")]
    public static partial void ConnectionWaits(this ILogger logger, TimeSpan wait, string reason);

    [LoggerMessage(124, LogLevel.Warning, "The token and the accounts could not be looked at; the next try is in ten minutes: {Error}")]
    public static partial void ConnectionNotRead(this ILogger logger, MetaError error);

    [LoggerMessage(125, LogLevel.Warning, "{Warning}")]
    public static partial void ApiVersionIsOld(this ILogger logger, string warning);

    [LoggerMessage(126, LogLevel.Error, "The job {Job} failed, and runs again")]
    public static partial void UpkeepFailed(this ILogger logger, string job, Exception exception);

    [LoggerMessage(127, LogLevel.Warning, "A job in the queue is of the kind '{Kind}', which this version does not have: it is kept, in error. A newer worker may have put it there.")]
    public static partial void JobUnknown(this ILogger logger, string kind);

    [LoggerMessage(128, LogLevel.Error, "The job {Job} does not say which day it is to run, and is dropped: its dayId is '{DayId}'")]
    public static partial void JobWithoutDay(this ILogger logger, string job, string? dayId);

    [LoggerMessage(130, LogLevel.Information, "{Account}: {Days} days are read once more")]
    public static partial void Refreshes(this ILogger logger, string account, int days);

    [LoggerMessage(131, LogLevel.Information, "{Batches} batches and {Days} days that ended more than {Age} ago were deleted")]
    public static partial void OldBatchesDeleted(this ILogger logger, int batches, int days, TimeSpan age);
}
