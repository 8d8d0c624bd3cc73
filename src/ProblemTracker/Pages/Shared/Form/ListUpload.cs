using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Files;

namespace ProblemTracker.Pages.Shared;

/// <summary>Reads a CSV list from an uploaded file.</summary>
internal static class ListUpload
{
    private const char Undecodable = '\uFFFF';

    // Invalid bytes become a noncharacter, so that their line can be named.
    private static readonly Encoding Utf8 =
        Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback($"{Undecodable}"));

    /// <param name="page">Its ModelState gets the error if the file is too large.</param>
    /// <param name="file">Null or empty if the list was pasted.</param>
    /// <param name="field">The field that the file replaces.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <returns>The text of the file, which replaces what was pasted; null if there is none, or if it can't be a list.</returns>
    public static async Task<string?> ListIn(this PageModel page, IFormFile? file, string field, CancellationToken ct)
    {
        if (file is null or { Length: 0 }) return null;
        if (file.Length > CsvList.Largest)
        {
            page.ModelState.AddModelError(field, "The file is larger than 1 MB. Split it and add each part by itself.");
            return null;
        }
        using var text = new StreamReader(file.OpenReadStream(), Utf8, detectEncodingFromByteOrderMarks: true);
        var list = await text.ReadToEndAsync(ct);
        if (list.Contains('\0'))
        {
            page.ModelState.AddModelError(field, "The file is not text. Save it as CSV (UTF-8), then choose it again.");
            return null;
        }
        if (list.IndexOf(Undecodable) is >= 0 and var at)
        {
            page.ModelState.AddModelError(field,
                $"Line {list.AsSpan(0, at).Count('\n') + 1} is not valid UTF-8. Save the file as UTF-8, then choose it again.");
            return null;
        }
        page.ModelState.Remove(field);
        return list;
    }
}
