using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ProblemTracker.Domain;

/// <summary>The one rule for whether a reader can see anything of a text.</summary>
public static class VisibleText
{
    /// <summary>
    /// Characters that show nothing though their category says otherwise: fillers, joiners, variation selectors and the blank of Braille.
    /// They are Unicode's <c>Default_Ignorable_Code_Point</c> outside of the categories below, with U+2800.
    /// </summary>
    private static readonly (int First, int Last)[] Unseen =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

    /// <summary>
    /// Whether the text is missing: null, empty, or only of spaces, control characters, zero-width characters and others that nobody sees.
    /// </summary>
    public static bool IsBlank([NotNullWhen(false)] this string? text)
    {
        if (text is null) return true;
        foreach (var rune in text.EnumerateRunes())
            if (IsSeen(rune)) return false;
        return true;
    }

    /// <summary>Whether the text has a character that nobody sees, such as a space or a zero-width one.</summary>
    public static bool HasUnseen(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!IsSeen(rune)) return true;
        return false;
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && (rune.Value & 0xFFFE) != 0xFFFE && !IsIgnorable(rune.Value);

    // A loop, since an import asks for every character of its file.
    private static bool IsIgnorable(int rune)
    {
        if (rune < Unseen[0].First) return false;
        foreach (var (first, last) in Unseen)
            if (rune >= first && rune <= last) return true;
        return false;
    }
}
