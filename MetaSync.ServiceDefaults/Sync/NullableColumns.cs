using Npgsql;

namespace MetaSync.Sync;

/// <summary>Columns that may be null, read as what they are in C#.</summary>
public static class NullableColumns
{
    /// <summary>A text, or null.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A number, or null.</summary>
    public static int? Number(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    /// <summary>An instant, or null.</summary>
    public static DateTimeOffset? Instant(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
