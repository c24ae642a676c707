namespace MetaSync.Worker.Meta;

/// <summary>What an error asks for.</summary>
internal enum MetaOutcome
{
    RateLimit,
    Token,
    Permission,

    /// <summary>Asking again changes nothing.</summary>
    Fail,

    /// <summary>Ask for less: a smaller page, a report that Meta makes on its own time, a part of the day.</summary>
    Shrink,

    Retry,
    RetryThenShrink,

    /// <summary>The report that Meta makes is not finished.</summary>
    NotReady,

    NotFound,
}

/// <summary>How far an error reaches.</summary>
internal enum MetaScope
{
    Call,
    Report,
    Account,

    /// <summary>Calls of one kind for one account.</summary>
    AccountUseCase,

    App,
    Connection,
}

/// <summary>One line of <see cref="MetaErrorTable"/>.</summary>
/// <param name="Code">Null: any.</param>
/// <param name="LastCode">The end of a range that begins at <paramref name="Code"/>, included.</param>
/// <param name="Subcode">Null: any, or none.</param>
/// <param name="MessagePart">Null: any message. A translated message matches no part, so the line without one has to do as well.</param>
/// <param name="Outcome">What is to be done.</param>
/// <param name="Scope">What else fares no better.</param>
/// <param name="Remedy">What MetaSync does about it, and what is left to the operator, in one sentence.</param>
internal sealed record MetaErrorRule(
    int? Code, int? LastCode, int? Subcode, string? MessagePart, MetaOutcome Outcome, MetaScope Scope, string Remedy)
{
    public bool Matches(MetaError error) =>
        (Code is null || (error.Code >= Code && error.Code <= (LastCode ?? Code)))
        && (Subcode is null || error.Subcode == Subcode)
        && (MessagePart is null || error.Message.Contains(MessagePart, StringComparison.OrdinalIgnoreCase));
}
