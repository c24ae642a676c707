using Microsoft.Extensions.Logging;

namespace MetaSync;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The database can't be reached yet (try {Try} of 30): {Reason}")]
    public static partial void DatabaseNotReachable(this ILogger logger, int @try, string reason);

    [LoggerMessage(2, LogLevel.Warning, "PostgreSQL runs with these off: {Settings}. A crash of its machine may lose days that were accepted, and results that were stored: turn them on, unless this is a test")]
    public static partial void DatabaseMayForget(this ILogger logger, string settings);
}
