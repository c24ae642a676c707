using System.Text.Json;
using MetaSync.Worker.Meta;
using static MetaSync.Worker.Meta.MetaOutcome;
using static MetaSync.Worker.Meta.MetaScope;

namespace MetaSync.Tests.Meta;

public sealed class MetaErrorTableTests
{
    private const string ReduceData = "Please reduce the amount of data you're asking for, then retry your request";
    private const string SummaryFlake = "(#100) Cannot include [impressions] in summary param because they weren't there while creating the report run.";
    private const string NoField = "(#100) Tried accessing nonexisting field (wish_bid) on node type (AdsInsights)";
    private const string NoFields = "(#100) age_targeting, labels are not valid for fields param after V19.0";
    private const string WrongProof = "Invalid appsecret_proof provided in the API argument";
    private const string NoProof = "API calls from the server require an appsecret_proof argument";
    private const string NoToken = "An access token is required to request this resource.";

    /// <summary>At least one error for each line of the table.</summary>
    private static readonly (int? Code, int? Subcode, string Message, MetaOutcome Outcome, MetaScope Scope)[] Errors =
    [
        (1, null, ReduceData, Shrink, Call),
        (1, null, "An unknown error occurred", RetryThenShrink, Call),
        (1, 99, "An unknown error occurred", RetryThenShrink, Call),
        (2, null, "Service temporarily unavailable", Retry, Call),
        (2, 1504038, "", Shrink, Call),
        (2, 1504041, "", Fail, Report),
        (2, 1504042, "", Fail, Report),
        (2, 1504043, "", Retry, Call),
        (2, 1504044, "", Retry, Call),
        (-2, 2490547, "", Retry, Call),
        (-3, 1504045, "", Shrink, Call),
        (100, 1487534, "Invalid parameter (Too many rows)", Shrink, Call),
        (100, 1504018, "", Shrink, Call),
        (100, 3191001, "", Permission, Account),
        (100, 33, "Unsupported get request. Object with ID 'act_1' does not exist", NotFound, Account),
        (100, null, SummaryFlake, Retry, Call),
        (100, null, "(#100) Invalid cursor", Retry, Call),
        (100, null, NoField, Fail, Report),
        (100, null, NoFields, Fail, Report),
        (100, null, WrongProof, Token, MetaScope.Connection),
        (100, null, NoProof, Token, MetaScope.Connection),
        (100, null, "Invalid parameter", Fail, Report),
        (100, 2446289, "Invalid parameter", Fail, Report),
        (3018, null, "(#3018) The start date of the time range cannot be beyond 37 months from the current date", Fail, Call),
        (2635, null, "", Fail, MetaScope.Connection),
        (2601, 1815107, "Error accessing adreport job.", NotReady, Call),
        (4, 1504022, "", RateLimit, App),
        (4, 1504039, "", RateLimit, App),
        (4, null, "Application request limit reached", RateLimit, App),
        (17, 2446079, "User request limit reached", RateLimit, Account),
        (17, null, "User request limit reached", RateLimit, Account),
        (613, 1487742, "", RateLimit, Account),
        (613, 1996, "", RateLimit, Account),
        (613, null, "", RateLimit, Account),
        (80000, 2446079, "", RateLimit, AccountUseCase),
        (80004, null, "", RateLimit, AccountUseCase),
        (80014, null, "", RateLimit, AccountUseCase),
        (32, null, "", RateLimit, App),
        (341, null, "", RateLimit, App),
        (368, null, "", RateLimit, App),
        (190, 458, "", Token, MetaScope.Connection),
        (190, 459, "", Token, MetaScope.Connection),
        (190, 460, "", Token, MetaScope.Connection),
        (190, 463, "", Token, MetaScope.Connection),
        (190, 464, "", Token, MetaScope.Connection),
        (190, 467, "", Token, MetaScope.Connection),
        (190, 492, "", Token, MetaScope.Connection),
        (190, null, "", Token, MetaScope.Connection),
        (102, 458, "", Token, MetaScope.Connection),
        (102, 459, "", Token, MetaScope.Connection),
        (102, 460, "", Token, MetaScope.Connection),
        (102, 463, "", Token, MetaScope.Connection),
        (102, 464, "", Token, MetaScope.Connection),
        (102, 467, "", Token, MetaScope.Connection),
        (102, 492, "", Token, MetaScope.Connection),
        (102, null, "", Token, MetaScope.Connection),
        (104, null, NoToken, Token, MetaScope.Connection),
        (104, null, "Incorrect signature", Retry, Call),
        (10, null, "", Permission, Account),
        (200, null, "(#200) Ad account owner has NOT grant ads_management or ads_read permission", Permission, Account),
        (294, null, "", Permission, Account),
        (299, null, "", Permission, Account),
        (3, null, "", Permission, Account),
        (960, null, "", Retry, Call),
        (null, null, "The connection to Meta failed", Retry, Call),
        (199, null, "", Retry, Call), // none of the ranges' neighbours is known
        (300, null, "", Retry, Call),
        (79999, null, "", Retry, Call),
        (80015, null, "", Retry, Call),
    ];

    public static TheoryData<int> Rules => [.. Enumerable.Range(0, MetaErrorTable.Rules.Count)];

    public static TheoryData<int?, int?, string, string> Cases =>
        [.. Errors.Select(error => (error.Code, error.Subcode, error.Message, $"{error.Outcome} of {error.Scope}"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_error_asks_for_what_is_known_of_it(int? code, int? subcode, string message, string expected)
    {
        var rule = MetaErrorTable.Find(new MetaError(code, subcode, message, null));
        Assert.Equal(expected, $"{rule.Outcome} of {rule.Scope}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_line_is_reached_by_an_error_and_says_in_one_sentence_what_to_do(int index)
    {
        var rule = MetaErrorTable.Rules[index];
        Assert.Contains(Errors, error => ReferenceEquals(rule, MetaErrorTable.Find(new MetaError(error.Code, error.Subcode, error.Message, null))));
        AssertIsOneSentence(rule.Remedy);
    }

    [Fact]
    public void An_error_that_nobody_knows_is_not_taken_for_one_of_the_network()
    {
        Assert.Same(MetaErrorTable.Unknown, MetaErrorTable.Find(new MetaError(987654, 33, "Tried accessing nonexisting field (x)", null)));
        Assert.Same(MetaErrorTable.Transport, MetaErrorTable.Find(MetaError.OfTransport(NoToken)));
        AssertIsOneSentence(MetaErrorTable.Unknown.Remedy);
        AssertIsOneSentence(MetaErrorTable.Transport.Remedy);
    }

    /// <summary>The status can't matter: <see cref="MetaError.Read"/> is not told it.</summary>
    [Theory]
    [InlineData(17, 2446079, false, RateLimit)] // heals, whatever Meta says
    [InlineData(2, 1504041, true, Fail)] // does not
    [InlineData(1, 99, false, RetryThenShrink)]
    [InlineData(190, 463, true, Token)]
    [InlineData(987654, 1, false, Retry)]
    public void What_Meta_says_of_an_error_being_transient_is_not_asked(int code, int subcode, bool isTransient, object outcome)
    {
        var body = JsonElement.Parse($$$"""{"error":{"message":"m","code":{{{code}}},"error_subcode":{{{subcode}}},"is_transient":{{{(isTransient ? "true" : "false")}}}}}""");
        Assert.Equal(outcome, MetaErrorTable.Find(MetaError.Read(body, "secret")!).Outcome);
    }

    [Theory]
    [InlineData(NoField, "wish_bid")]
    [InlineData(NoFields, "age_targeting")]
    [InlineData("(#100) roas is not valid for fields param. please check https://developers.facebook.com/docs/ for all valid values", "roas")]
    [InlineData("Invalid parameter", null)]
    [InlineData("(#100) Tried accessing nonexisting field () on node type (AdsInsights)", null)]
    public void The_field_that_Meta_does_not_have_is_read_from_its_message(string message, string? field) =>
        Assert.Equal(field, new MetaError(100, null, message, null).NonexistingField());

    [Fact]
    public void Only_the_error_of_a_wrong_request_names_such_a_field() => Assert.Null(new MetaError(1, null, NoField, null).NonexistingField());

    private static void AssertIsOneSentence(string text)
    {
        Assert.EndsWith(".", text, StringComparison.Ordinal);
        Assert.DoesNotContain(". ", text, StringComparison.Ordinal);
        Assert.True(char.IsUpper(text[0]), text);
    }
}
