namespace MetaSync.ApiService;

internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Error, "{Method} {Path} was answered with 503")]
    public static partial void DatabaseRefused(this ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(200, LogLevel.Warning, "The queue's gauges have no value, because the database can't be read: {Reason}")]
    public static partial void QueueNotReadable(this ILogger logger, string reason);

    [LoggerMessage(202, LogLevel.Warning, "The connection's gauges have no value, because the database can't be read: {Reason}")]
    public static partial void ConnectionNotReadable(this ILogger logger, string reason);

    [LoggerMessage(203, LogLevel.Error, "An export of {Report} as {Format} broke off, and so did the client's connection")]
    public static partial void ExportBrokenOff(this ILogger logger, string report, string format, Exception exception);
}
