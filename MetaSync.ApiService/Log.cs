namespace MetaSync.ApiService;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "The queue's gauges have no value, because the database can't be read: {Reason}")]
    public static partial void QueueNotReadable(this ILogger logger, string reason);
}
