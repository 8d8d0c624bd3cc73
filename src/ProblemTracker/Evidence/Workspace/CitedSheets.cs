using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Puts figures into worksheets.</summary>
internal static class CitedSheets
{
    private const int LongestText = 4000, MostRows = 100;

    /// <param name="old">The text that a citation has put there before; null for none.</param>
    /// <param name="key">The row of a baseline that it has put there before; null for none.</param>
    /// <returns>The row of a baseline; null for other fields.</returns>
    public static string? Put(CaseFile file, CitedField field, CountedFigure figure, string? old, string? key)
    {
        var (scanning, analysis) = (file.Dossier.Scanning, file.Dossier.Analysis);
        var verb = old is null ? "Cited a figure in" : "Updated a cited figure in";
        var sheet = Citing.SheetOf(field);
        var summary = $"{verb} the {sheet} worksheet: {figure.Text}";
        if (field == CitedField.Baseline)
        {
            var (changed, row) = Baseline(analysis, figure, key);
            file.Change(sheet, changed, summary);
            return row;
        }
        var text = Citing.Cite(Citing.TextOf(field, scanning, analysis), old, figure.Text);
        if (text.Length > LongestText)
            throw new Invalid("field", $"With this figure the field has {text.Length:N0} characters. Shorten it to "
                + $"{LongestText - figure.Text.Length - 1:N0} first.");
        file.Change(sheet, sheet == SheetKind.Scanning ? scanning.With(field, text) : analysis.With(field, text), summary);
        return null;
    }

    private static (AnalysisSheet Sheet, string Key) Baseline(AnalysisSheet sheet, CountedFigure figure, string? key)
    {
        var isChecklist = figure.Panel.Panel == EvidencePanel.SiteChecklist;
        var before = sheet.Baselines.FirstOrDefault(row => key is not null && row.Key == key);
        if (before is null && sheet.Baselines.Count >= MostRows)
            throw new Invalid("field", $"The worksheet has {MostRows} measures already. Remove one first.");
        var row = (before ?? new Measurement { Name = figure.Words, Unit = Citing.UnitOf(figure.Panel.Panel) }) with
        {
            Value = (decimal)figure.Panel.Figure!.Value,
            Period = new() { From = figure.From, To = figure.To },
            Source = isChecklist ? $"{figure.Words}. Read {DateText.Date(figure.On)}."
                : $"Incident list: {figure.Words}. Counted {DateText.Date(figure.On)}.",
            Counted = isChecklist ? null : EvidenceSql.Basis(figure.Filter, figure.On),
        };
        var after = (sheet with
        {
            Baselines = before is null ? [.. sheet.Baselines, row] : [.. sheet.Baselines.Select(one => one == before ? row : one)],
        }).WithKeys();
        return (after, before is null ? after.Baselines[^1].Key! : key!);
    }
}
