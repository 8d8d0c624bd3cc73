using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>What the readers of calls and shifts share.</summary>
internal static class UnitRowKeys
{
    /// <summary>Half of the SHA-256 of the values, hexadecimal; missing values count as values.</summary>
    public static string Of(IEnumerable<object?> values)
    {
        var text = string.Join('\u001F', values.Select(value => value switch
        {
            null => "\u0000",
            DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        }));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>Adds a fault if a stretch of time goes past midnight by the agency's clock.</summary>
    public static void NoteMidnight(List<RowFault> faults, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        if (TimeZoneInfo.ConvertTime(from, zone).Date < TimeZoneInfo.ConvertTime(to, zone).AddTicks(-1).Date)
            faults.Add(new(FaultKind.OverMidnight, "It goes past midnight."));
    }
}
