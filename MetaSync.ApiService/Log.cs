namespace MetaSync.ApiService;

internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Error, "{Method} {Path} was answered with 503")]
    public static partial void DatabaseRefused(this ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(200, LogLevel.Warning, "The queue's gauges have no value, because the database can't be read: {Reason}")]
    public static partial void QueueNotReadable(this ILogger logger, string reason);

    [LoggerMessage(202, LogLevel.Warning, "The connection's gauges have no value, because the database can't be read: {Reason}")]
    public static partial void ConnectionNotReadable(this ILogger logger, string reason);

    [LoggerMessage(203, LogLevel.Warning, "Nobody can use the API yet: there is no key. Make one where the worker is set up: dotnet MetaSync.Worker.dll keys create <name> --scope write")]
    public static partial void NoKeyYet(this ILogger logger);

    [LoggerMessage(204, LogLevel.Information, "A key from {Address} was refused")]
    public static partial void KeyRefused(this ILogger logger, string? address);

    [LoggerMessage(205, LogLevel.Warning, "The keys can't be looked up: {Reason}")]
    public static partial void KeysNotReadable(this ILogger logger, string reason);

    [LoggerMessage(206, LogLevel.Error, "The audit log's entry {AuditId} has no outcome, which would be status {Status}")]
    public static partial void OutcomeNotWritten(this ILogger logger, long auditId, int status, Exception exception);

    [LoggerMessage(207, LogLevel.Warning, "Viewers are not told of changes, because they can't be read: {Reason}")]
    public static partial void ChangesNotReadable(this ILogger logger, string reason, Exception exception);

    [LoggerMessage(208, LogLevel.Error, "An export of {Report} as {Format} broke off, and so did the client's connection")]
    public static partial void ExportBrokenOff(this ILogger logger, string report, string format, Exception exception);

    [LoggerMessage(219, LogLevel.Error, "{Method} {Path} was answered with 500, because of something that nobody has foreseen")]
    public static partial void Unexpected(this ILogger logger, string method, string path, Exception exception);
}
