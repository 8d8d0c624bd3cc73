using System.Text;

namespace ProblemTracker.Pages;

/// <summary>The words for enum values on pages. The only place that knows where they come from.</summary>
public static class Labels
{
    /// <summary>The value's name as words: <c>QualityOfLife</c> becomes <c>Quality of life</c>.</summary>
    public static string Of(Enum value)
    {
        var words = new StringBuilder();
        foreach (var letter in value.ToString())
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ').Append(char.ToLowerInvariant(letter));
            else words.Append(letter);
        return words.ToString();
    }
}
