using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>Names a source by a file of it.</summary>
internal static partial class SourceName
{
    /// <summary>The file's name without its ending and without the date and the numbers at its end, which differ in each file.</summary>
    public static string Of(string fileName)
    {
        var name = Ending().Replace(fileName, "");
        var steady = Numbers().Replace(name, "").Trim(' ', '_', '-', '.', '(', ')');
        if (steady.Length == 0) steady = name.Trim();
        return Texts.Cut(steady.Length == 0 ? "Other source" : steady, Longest);
    }

    /// <summary>Leaves room for a number after it.</summary>
    private const int Longest = IncidentMapValidator.LongestSource - 5;

    [GeneratedRegex(@"(\.[A-Za-z]{1,8}|\.[A-Za-z]{1,8}\.gz)$")]
    private static partial Regex Ending();

    // Of a date or a month at the end, such as "_2026-02", " March 2026" or " (2)"; "District 7" stays.
    [GeneratedRegex(@"[\s_.-]*(\d{4}[\d\s_.()-]*|\(\d+\)|(?<![a-z])" + Month + @"[\s_.()\d-]*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();

    private const string Month =
        "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)";
}
