using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Limits;

/// <summary>How long no call is made after Meta has refused one for a limit.</summary>
/// <param name="Meter">The meter that was full.</param>
/// <param name="IsOfApp">Whether all accounts are refused, or the one.</param>
/// <param name="Wait">The first wait.</param>
/// <param name="IsTold">Meta said so; else the wait doubles with each refusal in a row.</param>
internal sealed record Refusal(string Meter, bool IsOfApp, TimeSpan Wait, bool IsTold)
{
    /// <summary>Doubling ends here.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Meta's times are rounded, and a call that comes a moment too early makes the block begin anew.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public static Refusal Of(MetaException refused, MetaUsage usage) => (refused.Rule.Scope, refused.Error.Code) switch
    {
        (MetaScope.App, _) => new(refused.Error.Subcode is null ? MetaUsage.App : MetaUsage.InsightsApp, true, TimeSpan.FromMinutes(1), false),
        (MetaScope.AccountUseCase, _) => Told(MetaUsage.BusinessUseCase, usage.Find(MetaUsage.BusinessUseCase)?.RegainIn, TimeSpan.FromMinutes(5)),
        (_, 613) when refused.Error.Subcode is not 1487742 => new(MetaUsage.Account, false, TimeSpan.FromMinutes(15), false), // abuse
        _ => Told(MetaUsage.Account, usage.Find(MetaUsage.Account)?.EmptyIn, BlockOfScore(usage.Tier)),
    };

    private static Refusal Told(string meter, TimeSpan? told, TimeSpan untold) =>
        told is { } wait && wait > TimeSpan.Zero ? new(meter, false, wait + Margin, true) : new(meter, false, untold + Margin, false);

    private static TimeSpan BlockOfScore(MetaTier tier) => tier is MetaTier.Full ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(300);
}
