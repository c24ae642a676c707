namespace MetaSimulator.Graph;

// The errors, word for word where Meta's words are known.
internal static class GraphErrors
{
    public static GraphError Permission { get; } =
        new(403, 200, "(#200) Ad account owner has NOT grant ads_management or ads_read permission");

    public static GraphError AccountScore { get; } = new(400, 17, "User request limit reached")
    {
        Subcode = 2446079,
        IsTransient = false,
        UserTitle = "Ad Account Has Too Many API Calls",
        UserMessage = "Wait and retry.",
    };

    public static GraphError BusinessUseCase { get; } =
        new(400, 80000, "(#80000) There have been too many calls from this ad-account. Wait a bit and try again.") { Subcode = 2446079 };

    public static GraphError AppCalls { get; } = new(400, 4, "(#4) Application request limit reached") { IsTransient = true };

    public static GraphError InsightsLoad { get; } = new(400, 4, "(#4) Application request limit reached")
    {
        Subcode = 1504022,
        IsTransient = true,
        UserTitle = "Too many API requests",
        UserMessage = "There are too many API requests for insights at the moment. Retry later.",
    };

    public static GraphError Unknown { get; } = new(500, 1, "An unknown error occurred") { Subcode = 99 };

    public static GraphError ReduceData { get; } =
        new(500, 1, "Please reduce the amount of data you're asking for, then retry your request");

    public static GraphError Outage { get; } = new(400, 2, "Service temporarily unavailable") { IsTransient = true };

    public static GraphError TooManyRows { get; } = new(400, 100, "Invalid parameter")
    {
        Subcode = 1487534,
        IsTransient = false,
        UserTitle = "Too many rows",
        UserMessage = "Use async or a narrower query.",
    };

    public static GraphError RunNotReadable { get; } = new(400, 2601, "Error accessing adreport job.")
    {
        Subcode = 1815107,
        IsTransient = true,
        UserTitle = "Loading Async Ads Report Failed",
        UserMessage = "Sorry, the loading of the report has failed. Please try again.",
    };

    public static GraphError InvalidCursor { get; } = InvalidParameter("Invalid cursor");

    public static GraphError RangeTooOld { get; } =
        new(400, 3018, "(#3018) The start date of the time range cannot be beyond 37 months from the current date");

    public static GraphError Deprecated(string latest) =>
        new(400, 2635, $"(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: {latest}.");

    public static GraphError UnknownPath(string path) => new(400, 2500, $"Unknown path components: {path}");

    public static GraphError NoSuchObject(string method, string id) => new(400, 100,
        $"Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.")
    {
        Subcode = 33,
    };

    public static GraphError BadBreakdown(string breakdowns) => new(400, 2, $"(#2) The combination of breakdowns ({breakdowns}) is not valid")
    {
        Subcode = 1504041,
        UserTitle = "Invalid breakdowns",
        UserMessage = "The requested breakdowns cannot be combined.",
    };

    public static GraphError NonexistingField(string field, string nodeType) =>
        new(400, 100, $"(#100) Tried accessing nonexisting field ({field}) on node type ({nodeType})");

    public static GraphError InvalidParameter(string why) => new(400, 100, $"(#100) {why}");
}
