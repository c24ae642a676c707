using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace MetaSimulator.Insights;

// Numbers as Meta sends them: JSON strings, invariant, zero omitted.
internal static class Text
{
    public static void Count(Utf8JsonWriter json, JsonEncodedText name, long value)
    {
        Span<byte> text = stackalloc byte[20];
        if (value != 0 && Utf8Formatter.TryFormat(value, text, out var length))
            json.WriteString(name, text[..length]);
    }

    public static void Decimal(Utf8JsonWriter json, JsonEncodedText name, decimal value)
    {
        Span<byte> text = stackalloc byte[40];
        if (value != 0 && value.TryFormat(text, out var length, "0.######", CultureInfo.InvariantCulture))
            json.WriteString(name, text[..length]);
    }

    public static void Ratio(Utf8JsonWriter json, JsonEncodedText name, decimal dividend, decimal divisor)
    {
        if (divisor != 0)
            Decimal(json, name, dividend / divisor);
    }

    public static void Day(Utf8JsonWriter json, JsonEncodedText name, DateOnly day)
    {
        Span<byte> text = stackalloc byte[10];
        if (day.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture))
            json.WriteString(name, text[..length]);
    }
}
