using MetaSimulator.Graph;

namespace MetaSimulator.Faults;

// Errors that only a fault brings about.
internal static class FaultErrors
{
    public static GraphError Abuse { get; } = new(400, 613, "(#613) Calls to this api have exceeded the rate limit.");

    public static GraphError Intermittent { get; } = new(400, 2, "An unexpected error has occurred. Please retry your request later.")
    {
        Subcode = 1504043,
        IsTransient = true,
    };

    public static GraphError TimedOut { get; } = new(400, 2, "Service temporarily unavailable")
    {
        Subcode = 1504038,
        IsTransient = true,
        UserTitle = "Request timed out",
        UserMessage = "The request timed out. Try a smaller date range or fewer metrics.",
    };

    public static GraphError InvalidTimedOut { get; } = new(400, 100, "Invalid parameter")
    {
        Subcode = 1504018,
        UserTitle = "Your request timed out",
        UserMessage = "Please try a smaller date range, fetch less data, or use async jobs.",
    };

    public static GraphError SummaryFlake { get; } =
        GraphErrors.InvalidParameter("Cannot include impressions, spend in summary param because they weren't there while creating the report run.");

    public static GraphError NoPermission { get; } = new(400, 100, "Invalid parameter")
    {
        Subcode = 3191001,
        UserTitle = "No permission",
        UserMessage = "You do not have permission to see these insights.",
    };
}
