using MetaSimulator.Data;

namespace MetaSimulator.Insights;

internal readonly record struct Row(InsightsQuery Query, int Entity, int Cell, DateRange Range, Totals Totals)
{
    public AdAccount Account => Query.Account;

    public Level Level => Query.Level;

    // Meta's hourly rows sometimes come without their hour.
    public bool LacksKey => Query.MissingKeyShare > 0
        && Hash.Unit(Hash.Of(Hash.Of(Hash.Of(Account.Key, Account.EntityId(Level, Entity)), Range.Since.DayNumber), Cell)) < Query.MissingKeyShare;

    public int EntityAt(Level level) => level == Level ? Entity : Account.EntityOf(level, Account.FirstAd(Level, Entity));
}
