using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Npgsql;

namespace MetaSync.Sync.Bulk;

/// <summary>A statement that Quartz believes to have inserted a row. It is asked for nothing else, and would refuse.</summary>
internal sealed partial class RecordedCommand(string text) : DbCommand
{
    /// <summary>The statement's values by the names that it has for them; null is SQL's null.</summary>
    public List<KeyValuePair<string, object?>> Values { get; } = new(32);

    public object? Value(string name) => Values.Find(value => value.Key == name).Value;

    /// <summary>The statement itself, with numbers for names. A null is written out: as a value it has no type, and the driver prepares no statement whose types change.</summary>
    public NpgsqlBatchCommand Replay()
    {
        var command = new NpgsqlBatchCommand();
        command.CommandText = Parameter().Replace(text, parameter =>
        {
            if (Value(parameter.Groups["name"].Value) is not { } value)
                return "NULL";
            command.Parameters.Add(new() { Value = value });
            return $"${command.Parameters.Count}";
        });
        return command;
    }

    /// <summary>As Quartz writes it, before it puts the driver's sign for its own.</summary>
    [GeneratedRegex("@(?<name>[A-Za-z0-9_]+)")]
    public static partial Regex Parameter();

    [AllowNull]
    public override string CommandText { get => text; set => throw Refused(); }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbTransaction? DbTransaction { get; set; }

    protected override DbParameterCollection DbParameterCollection => throw Refused();

    public override int ExecuteNonQuery() => 1;

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => Task.FromResult(1);

    public override object? ExecuteScalar() => throw Refused();

    public override void Prepare() => throw Refused();

    public override void Cancel() => throw Refused();

    protected override DbParameter CreateDbParameter() => throw Refused();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw Refused();

    private static NotSupportedException Refused() => new("A statement that is kept for later inserts a row, and answers nothing.");
}
