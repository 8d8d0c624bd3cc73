using System.Globalization;
using ProblemTracker.Analysis;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>How the page draws a panel's table.</summary>
public static class PanelView
{
    /// <summary>Bars of a chart; the table has the others.</summary>
    private const int MostBars = 10;

    private const int HoursOfDay = 24, Shades = 5;

    /// <summary>The chart of a panel; null for one that has none.</summary>
    public static Chart? Chart(PanelDetails panel)
    {
        var label = $"{panel.Sentence ?? panel.None} See the table for the numbers";
        return panel.Panel switch
        {
            _ when panel.Rows.Count == 0 => null,
            EvidencePanel.Months when panel.Rows.Any(row => row.Values[2] is not null) =>
                Of(ChartKind.Lines, panel.Rows, (0, "Incidents"), (2, "Mean of 12 months")),
            EvidencePanel.Months => Of(ChartKind.Lines, panel.Rows, (0, "Incidents")),
            EvidencePanel.Season => Of(ChartKind.Columns, panel.Rows, (0, "Incidents"), (2, "Expected")),
            EvidencePanel.NearRepeats => Of(ChartKind.Columns, panel.Rows, (0, "Pairs"), (1, "Expected")),
            EvidencePanel.TopPlaces => Of(ChartKind.Bars, panel.Rows.Take(MostBars), (0, "Incidents")),
            EvidencePanel.Sources when panel.Rows.Count > 1 => Of(ChartKind.Bars, panel.Rows.Take(MostBars), (0, "Incidents")),
            EvidencePanel.SiteChecklist when panel.Rows.Count(row => row.Values[1] is not null) > 1 =>
                Of(ChartKind.Lines, panel.Rows, (1, "Score")),
            EvidencePanel.TimeBetween => Of(ChartKind.Columns, panel.Rows, (0, "Incidents")),
            _ => null,
        };

        Chart Of(ChartKind kind, IEnumerable<PanelRow> rows, params (int Column, string Name)[] series) =>
            new(kind, label, series[0].Name,
                [.. from row in rows from one in series where row.Values[one.Column] is not null
                    select new ChartPoint(row.Label, row.Values[one.Column]!.Value, series.Length > 1 ? one.Name : null)])
            {
                Series = series.Length > 1 ? [.. series.Select(one => one.Name)] : [],
            };
    }

    /// <summary>The rows of the page's table: of the hours those with incidents, so that the page stays light; the file has all.</summary>
    public static IEnumerable<PanelRow> Rows(PanelDetails panel) =>
        panel.Rows.Where(row => panel.Panel != EvidencePanel.Hours || row.Values[0] > 0);

    /// <summary>Whether the rows are months or days.</summary>
    public static bool IsDated(PanelDetails panel) => panel.Panel is EvidencePanel.Months or EvidencePanel.SiteChecklist;

    /// <summary>The label of a row; months and days as people write them.</summary>
    public static string Label(PanelDetails panel, PanelRow row) => !IsDated(panel) ? row.Label
        : DateOnly.TryParseExact(row.Label, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? month.ToString("MMM yyyy", CultureInfo.InvariantCulture)
        : DateOnly.TryParseExact(row.Label, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? DateText.Date(day) : row.Label;

    /// <summary>The columns of values that have any, by index.</summary>
    public static IReadOnlyList<int> Filled(PanelDetails panel) =>
        [.. Enumerable.Range(0, panel.Columns.Count - 1).Where(i => panel.Rows.Any(row => row.Values[i] is not null))];

    /// <summary>A number of the table; shares as percentages.</summary>
    public static string Cell(PanelDetails panel, int column, double? value) => value is not { } number ? ""
        : panel.Columns[column + 1] == "Share" ? $"{100 * number:0.#}%"
        : panel.Columns[column + 1] == "p" && number < 0.001 ? "below 0.001" : DateText.Number(number);

    /// <summary>The row of an hour of the week, Monday first.</summary>
    public static PanelRow At(PanelDetails panel, DayOfWeek day, int hour) => panel.Rows[WeekHours.At(day, hour)];

    /// <summary>0 for what is expected or less, 5 for far more, by the excess in units of its spread by chance.</summary>
    public static int Shade(PanelRow hour) => hour.Values is [{ } count, _, { } expected, ..] && count > expected
        ? Math.Min(Shades, (int)((count - expected) / Math.Sqrt(Math.Max(expected, 1.0 / HoursOfDay)))) : 0;
}
