namespace MetaSync.Worker.Meta;

/// <summary>Meta's <c>development_access</c> and <c>standard_access</c>, by the names they have had since 2026-05-04.</summary>
internal enum MetaTier
{
    Unknown,
    Limited,
    Full,
}

/// <summary>What an answer says of one rate limit.</summary>
/// <param name="Meter">One of the names in <see cref="MetaUsage"/>.</param>
/// <param name="Percent">How much is used; may exceed 100. Zero when the answer has only a time.</param>
/// <param name="EmptyIn">When it is back at zero if nothing is called.</param>
/// <param name="RegainIn">When calls are let through again; null when they are now.</param>
internal sealed record MeterReading(string Meter, double Percent, TimeSpan? EmptyIn, TimeSpan? RegainIn);
