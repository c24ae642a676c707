using Microsoft.Extensions.Logging;

namespace MetaSync;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The database can't be reached yet (try {Try} of 30): {Reason}")]
    public static partial void DatabaseNotReachable(this ILogger logger, int @try, string reason);
}
