using System.Collections.Frozen;
using MetaSimulator.Graph;
using MetaSimulator.Tokens;

namespace MetaSimulator.Faults;

internal delegate Task FaultAction(FaultContext context);

// The fault catalogue: what each name answers.
internal static class FaultActions
{
    public static FrozenDictionary<string, FaultAction> Table { get; } = new Dictionary<string, FaultAction>
    {
        ["throttle-17"] = FaultAnswers.Throttle(
            GraphErrors.AccountScore, (usage, rule) => usage with { AccountPercent = 100, ResetSeconds = rule.ResetSeconds }),
        ["throttle-80000"] = FaultAnswers.Throttle(
            GraphErrors.BusinessUseCase, (usage, rule) => usage with { BusinessPercent = 100, RegainMinutes = rule.RegainMinutes }),
        ["throttle-4-1504022"] = FaultAnswers.Throttle(GraphErrors.InsightsLoad, (usage, _) => usage with { LoadPercent = 100 }),
        ["throttle-4-app"] = FaultAnswers.Throttle(GraphErrors.AppCalls, (usage, _) => usage with { AppPercent = 100 }),
        ["throttle-613-abuse"] = FaultAnswers.Error(FaultErrors.Abuse),
        ["unknown-1"] = FaultAnswers.Error(GraphErrors.Unknown),
        ["reduce-1"] = FaultAnswers.Error(GraphErrors.ReduceData),
        ["outage-2"] = FaultAnswers.Error(GraphErrors.Outage),
        ["intermittent-2-1504043"] = FaultAnswers.Error(FaultErrors.Intermittent),
        ["timeout-2-1504038"] = FaultAnswers.Error(FaultErrors.TimedOut),
        ["timeout-100-1504018"] = FaultAnswers.Error(FaultErrors.InvalidTimedOut),
        ["summary-flake"] = FaultAnswers.Error(FaultErrors.SummaryFlake),
        ["badbreakdown-2-1504041"] = FaultAnswers.Error(GraphErrors.BadBreakdown("age, country")),
        ["rows-100-1487534"] = FaultAnswers.Error(GraphErrors.TooManyRows),
        ["invalidfield"] = context => throw new GraphErrorException(GraphErrors.NonexistingField(context.Rule.Field, "AdsInsights")),
        ["token-463"] = FaultAnswers.Error(TokenErrors.Expired),
        ["token-460"] = FaultAnswers.Error(TokenErrors.PasswordChanged),
        ["perm-200"] = FaultAnswers.Error(GraphErrors.Permission),
        ["perm-3191001"] = FaultAnswers.Error(FaultErrors.NoPermission),
        ["version-2635"] = FaultAnswers.Error(GraphErrors.Deprecated("v26.0")),
        ["range-3018"] = FaultAnswers.Error(GraphErrors.RangeTooOld),
        ["html-500"] = FaultAnswers.Html(500, "Sorry, something went wrong."),
        ["html-502"] = FaultAnswers.Html(502, "Bad Gateway"),
        ["empty-503"] = FaultAnswers.Empty(503),
        ["wrong-day"] = FaultAnswers.Tamper(new() { ShiftDays = -1 }),
        ["duplicate-row"] = FaultAnswers.Tamper(new() { RepeatRow = true }),
        ["empty-page"] = FaultAnswers.Tamper(new() { EmptyPage = true }),
        ["row-reorder"] = FaultAnswers.Tamper(new() { Backwards = true }),
        ["page-drift"] = FaultAnswers.Tamper(new() { Drift = true }),
        ["numeric-as-number"] = NumericAsNumber.Act,
        ["gzip-off"] = Wire.GzipOff,
        ["clock-skew"] = Wire.ClockSkew,
        ["truncated-json"] = HalfAnswers.Truncate,
        ["reset-mid-body"] = HalfAnswers.ResetMidBody,
        ["wrong-content-length"] = HalfAnswers.WrongContentLength,
        ["slow-body"] = HalfAnswers.SlowBody,
        ["reset"] = Connections.Reset,
        ["hang"] = Connections.Hang,
        ["slow"] = Connections.Slow,
    }.Concat(RunFaults.Table.Select(fault => KeyValuePair.Create(fault.Key, fault.Value.Act))).ToFrozenDictionary();
}
