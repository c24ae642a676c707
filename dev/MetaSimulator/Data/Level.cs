namespace MetaSimulator.Data;

internal enum Level
{
    Account,
    Campaign,
    AdSet,
    Ad,
}
