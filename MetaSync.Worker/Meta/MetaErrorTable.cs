using static MetaSync.Worker.Meta.MetaOutcome;
using static MetaSync.Worker.Meta.MetaScope;

namespace MetaSync.Worker.Meta;

/// <summary>What every known error asks for. The HTTP status and Meta's <c>is_transient</c> are not asked: neither is reliable.</summary>
/// <remarks>
/// https://developers.facebook.com/docs/marketing-api/insights/error-codes,
/// https://developers.facebook.com/docs/graph-api/guides/error-handling and what other connectors have met.
/// </remarks>
internal static class MetaErrorTable
{
    /// <summary>The first that matches wins, so the most specific come first.</summary>
    public static IReadOnlyList<MetaErrorRule> Rules { get; } =
    [
        new(1, null, null, "reduce the amount of data", Shrink, Call, "MetaSync asks for less at a time and goes on by itself; if the day fails all the same, take fields or breakdowns out of the report."),
        new(1, null, null, null, RetryThenShrink, Call, "Meta does not say what went wrong: MetaSync tries again, and asks for less if that does not help; retry the day when it has failed."),

        new(2, null, 1504038, null, Shrink, Call, "The report took Meta too long: MetaSync asks for less at a time and goes on by itself; if the day fails all the same, take fields or breakdowns out of the report."),
        new(2, null, 1504041, null, Fail, Report, "MetaSync does not ask again, because Meta can't combine these breakdowns: change the report's Breakdowns, then retry its days."),
        new(2, null, 1504042, null, Fail, Report, "MetaSync does not ask again, because Meta does not know these metrics in this combination: change the report's Fields, then retry its days."),
        new(2, null, 1504043, null, Retry, Call, "Meta stumbled: MetaSync tries again; retry the day when it has failed."),
        new(2, null, 1504044, null, Retry, Call, "Meta does not say what went wrong: MetaSync tries again; retry the day when it has failed."),
        new(2, null, null, null, Retry, Call, "Meta has an outage: MetaSync tries again; if days fail, look at https://metastatus.com and retry them when it is over."),

        new(-2, null, 2490547, null, Retry, Call, "Meta could not make the report: MetaSync asks for it anew; retry the day when it has failed."),
        new(-3, null, 1504045, null, Shrink, Call, "The report is too large for Meta: MetaSync asks for it in parts and goes on by itself; if the day fails all the same, take breakdowns out of the report."),

        new(100, null, 1487534, null, Shrink, Call, "The report has too many rows for one call: MetaSync asks for it in parts and goes on by itself; if the day fails all the same, take breakdowns out of the report."),
        new(100, null, 1504018, null, Shrink, Call, "The report took Meta too long: MetaSync asks for less at a time and goes on by itself; if the day fails all the same, take fields or breakdowns out of the report."),
        new(100, null, 3191001, null, Permission, Account, "MetaSync leaves this account and goes on with the others: give the token's user access to the ad account, then retry the day."),
        new(100, null, 33, null, NotFound, Account, "MetaSync asks again where it has only just made the object, and else leaves this account: see that the account's number is right and that the token's user has access to it, then retry the day."),
        new(100, null, null, "Cannot include", Retry, Call, "A slip of Meta's that passes: MetaSync tries again; retry the day when it has failed."),
        new(100, null, null, "Invalid cursor", Retry, Call, "Meta has forgotten where the pages were: MetaSync reads the report from its first page; retry the day when it has failed."),
        new(100, null, null, "nonexisting field", Fail, Report, "MetaSync leaves the field out, because Meta does not have it, reports that, and goes on with the others: take it out of the report's Fields; where it can't be left out the day fails, and has to be retried after that."),
        new(100, null, null, "not valid for fields param", Fail, Report, "MetaSync leaves the field out, because Meta does not have it, reports that, and goes on with the others: take it out of the report's Fields; where it can't be left out the day fails, and has to be retried after that."),
        new(100, null, null, "Invalid appsecret_proof", Token, MetaScope.Connection, "MetaSync holds all days until Meta lets it in: set Meta:AppSecret to the secret of the app that the token was made for."),
        new(100, null, null, "require an appsecret_proof", Token, MetaScope.Connection, "MetaSync holds all days until Meta lets it in, because the app wants each call proved: set Meta:AppSecret to the app's secret."),
        new(100, null, null, null, Fail, Report, "MetaSync does not ask again, because Meta finds the request wrong: change the report as the message says, then retry its days."),

        new(3018, null, null, null, Fail, Call, "MetaSync does not ask again, because Meta keeps 37 months and the day is older: leave it out."),
        new(2635, null, null, null, Fail, MetaScope.Connection, "MetaSync does not ask again, because Meta has ended this version of its API: set Meta:ApiVersion to a newer one, then retry the days."),
        new(2601, null, 1815107, null, NotReady, Call, "Meta has not finished the report: MetaSync looks again and goes on by itself; there is nothing to do."),

        new(4, null, 1504022, null, RateLimit, App, "Meta's Insights are overloaded: MetaSync pauses all accounts and goes on by itself; there is nothing to do."),
        new(4, null, 1504039, null, RateLimit, App, "Meta's Insights are overloaded: MetaSync pauses all accounts and goes on by itself; there is nothing to do."),
        new(4, null, null, null, RateLimit, App, "The app has used up its calls: MetaSync pauses all accounts and goes on by itself; if it happens often, see what else uses the same app."),
        new(17, null, null, null, RateLimit, Account, "The ad account has used up its calls: MetaSync waits and goes on by itself; if it happens often, apply for the Full tier of Marketing API access."),
        new(613, null, 1487742, null, RateLimit, Account, "The ad account has used up its calls: MetaSync waits and goes on by itself; if it happens often, apply for the Full tier of Marketing API access."),
        new(613, null, 1996, null, RateLimit, Account, "Meta takes the calls for this ad account for abuse: MetaSync holds the account back, and a human has to find out what else calls Meta for it, or ask Meta's support."),
        new(613, null, null, null, RateLimit, Account, "Meta takes the calls for this ad account for abuse: MetaSync holds the account back, and a human has to find out what else calls Meta for it, or ask Meta's support."),
        new(80000, 80014, null, null, RateLimit, AccountUseCase, "The app has used up its calls of this kind for the ad account: MetaSync waits and goes on by itself; if it happens often, apply for the Full tier of Marketing API access."),
        new(32, null, null, null, RateLimit, App, "The app has used up its calls: MetaSync pauses all accounts and goes on by itself; if it happens often, see what else uses the same app."),
        new(341, null, null, null, RateLimit, App, "Meta has paused the app: MetaSync pauses all accounts and goes on by itself; if it stays, look into the app's dashboard."),
        new(368, null, null, null, RateLimit, App, "Meta has blocked the app or the token's user for a breach of its policies: MetaSync pauses all accounts, and a human has to look into the app's dashboard, because the block may be long."),

        .. OfTokens(190),
        .. OfTokens(102),
        new(104, null, null, "access token is required", Token, MetaScope.Connection, "MetaSync holds all days until Meta lets it in: set Meta:AccessToken, because the call reached Meta without one."),
        new(104, null, null, null, Retry, Call, "Meta could not read the call: MetaSync tries again; retry the day when it has failed."),

        new(10, null, null, null, Permission, Account, "MetaSync leaves this account and goes on with the others: give the app the permission that the message names, then retry the day."),
        new(294, null, null, null, Permission, Account, "MetaSync leaves this account and goes on with the others: make the token anew with ads_read, or ads_management, then retry the day."),
        new(200, 299, null, null, Permission, Account, "MetaSync leaves this account and goes on with the others: give the token's user access to the ad account, then retry the day."),
        new(3, null, null, null, Permission, Account, "MetaSync leaves this account and goes on with the others: give the app access to the Marketing API in its dashboard, then retry the day."),

        new(960, null, null, null, Retry, Call, "Meta did not finish in time: MetaSync tries again; retry the day when it has failed."),
    ];

    /// <summary>The network, and answers that are none.</summary>
    public static MetaErrorRule Transport { get; } = new(null, null, null, null, Retry, Call,
        "No answer of Meta's arrived whole: MetaSync tries again; if days fail, see that Meta can be reached from here, and retry them.");

    /// <summary>The caller bounds the tries.</summary>
    public static MetaErrorRule Unknown { get; } = new(null, null, null, null, Retry, Call,
        "MetaSync does not know this error: it tries again a few times; please report it with its code, its subcode and its message.");

    public static MetaErrorRule Find(MetaError error) =>
        Rules.FirstOrDefault(rule => rule.Matches(error)) ?? (error.Code is null ? Transport : Unknown);

    /// <summary>The subcodes of both codes are the same ones.</summary>
    /// <remarks>https://developers.facebook.com/docs/graph-api/guides/error-handling</remarks>
    private static IEnumerable<MetaErrorRule> OfTokens(int code) => new (int? Subcode, string Remedy)[]
    {
        (458, "the token's user has removed the app: have them add it again, and set Meta:AccessToken to a new token."),
        (459, "Meta wants the token's user to log in at facebook.com and pass a check: have them do so; the token then works again."),
        (460, "the token's user has changed the password, or Meta has ended the session: set Meta:AccessToken to a new token."),
        (463, "the token has expired: set Meta:AccessToken to a new one."),
        (464, "the token's user is not confirmed: have them log in at facebook.com and confirm the account; the token then works again."),
        (467, "the token is not valid any more: set Meta:AccessToken to a new one."),
        (492, "the token's user has no role on the page any more that the token was made for: have the role given back, or set Meta:AccessToken to a new token."),
        (null, "Meta refuses the token: set Meta:AccessToken to a new one."),
    }
    .Select(line => new MetaErrorRule(code, null, line.Subcode, null, Token, MetaScope.Connection, $"MetaSync holds all days until Meta lets it in, because {line.Remedy}"));
}
