using System.Globalization;
using ProblemTracker.Mail;

namespace ProblemTracker.Reports;

/// <summary>
/// The commander's page as an email, with its pictures. Mail is forwarded: of a confidential problem it says the number only.
/// </summary>
internal static class BriefingEmail
{
    private const int FlowWidth = 600, FlowHeight = 120;

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>How a week is called in the email's key.</summary>
    public static string Week(DateOnly monday) => monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Email Compose(long personId, string email, DateOnly monday, Briefing briefing, string publicUrl)
    {
        var pictures = new List<EmailPicture>();
        var title = $"The week until {DateText.LongDate(briefing.WeekTo)}";
        var text = new EmailText(title,
        [
            new Group("Today", [
                Line(briefing.Open, "open", briefing.Definitions.Open, publicUrl),
                Line(briefing.Overdue, "overdue", briefing.Definitions.Overdue, publicUrl),
                Line(briefing.Escalated, "escalated", briefing.Definitions.Escalated, publicUrl),
                Line(briefing.OnHold, "on hold", briefing.Definitions.OnHold, publicUrl),
            ]),
            .. briefing.Week.Count == 0
                ? [
                    new Paragraph(
                        "Nothing was opened, closed, reopened, moved back, escalated or looked at again in that week, and nothing became "
                            + "overdue.")]
                : new EmailPart[] { new Group("In that week", [.. briefing.Week.Select(line => Line(line, publicUrl))]) },
            new Paragraph(
                $"Twelve months: {briefing.Months.Sum(m => m.Opened.Value)} opened (dark), {briefing.Months.Sum(m => m.Closed.Value)} "
                    + $"closed (light). {briefing.Definitions.Flow}"),
            Embed(pictures, "flow",
                string.Join("; ", briefing.Months.Select(m => $"{m.Month.Name}: {m.Opened.Value} opened, {m.Closed.Value} closed")),
                BriefingPictures.Flow(briefing, FlowWidth, FlowHeight)),
            new Paragraph(
                "By neighborhood: eight quarters, the last one running. Dark is what went well, light the rest; few cases prove nothing. "
                    + $"Improved: {InSentence(briefing.Definitions.Improved)} Moved the wanted way: "
                    + $"{InSentence(briefing.Definitions.Better)}"),
            .. briefing.Places.Select(place => Place(place, briefing, pictures, publicUrl)),
            new LinkParagraph("The whole page, to look closer or to print", $"{publicUrl}/briefing"),
            new LinkParagraph("Choose what you get by mail", $"{publicUrl}/me"),
        ]);
        return new($"briefing:{personId}:{Week(monday)}", email, title, text.Plain, text.Html)
        {
            PersonId = personId,
            Pictures = pictures,
            Unsubscribe = "/me",
        };
    }

    private static Group Place(PlaceSeries place, Briefing briefing, List<EmailPicture> pictures, string publicUrl) =>
        new(place.Neighborhood,
    [
        new($"{place.Open.Value} open, {place.Overdue.Value} overdue", publicUrl + place.Open.Href),
        .. place.Improved.Whole.Value == 0 ? (GroupLine[])[]
            : [new($"{InWords(place.Improved)} closed problems improved", publicUrl + place.Improved.Whole.Href,
            Aside(Reports.Aside.WithoutTest(place.ImprovedWithoutTest)),
            Embed(pictures, $"closed-{place.NeighborhoodId}", $"By quarter: {BriefingPictures.InWords(place, q => (q.Improved, q.Closed))}",
                BriefingPictures.Closed(place, briefing)))],
        .. place.Better.Whole.Value == 0 ? (GroupLine[])[]
            : [
                new($"{InWords(place.Better)} measures of fear, disorder, trust and quality of life moved the wanted way",
                    publicUrl + place.Better.Whole.Href,
            Aside(Reports.Aside.Doubted(place.BetterDoubted)),
            Embed(pictures, $"measured-{place.NeighborhoodId}",
                $"By quarter: {BriefingPictures.InWords(place, q => (q.Better, q.Measured))}",
                BriefingPictures.Measured(place, briefing)))],
    ]);

    private static Picture Embed(List<EmailPicture> pictures, string name, string instead, SmallSeries drawing)
    {
        pictures.Add(new(name, drawing.ToPng()));
        return new(name, instead, drawing.Width, drawing.Height);
    }

    private static GroupLine Line(Figure figure, string what, string means, string publicUrl) =>
        new($"{figure.Value} {what}", publicUrl + figure.Href, means);

    private static GroupLine Line(WeekLine line, string publicUrl) =>
        new($"{line.Figure.Value} {line.Sentence}", publicUrl + line.Figure.Href,
        string.Join("; ",
            line.Problems.Select(p => (p.Confidential ? p.Number : $"{p.Number} {p.Title}") + (p.IsUntested ? " (no pre-set test)" : "")))
            + (line.Figure.Value > line.Problems.Count ? "; …" : "")
            + (Aside(Reports.Aside.WithoutTest(line.WithoutTest)) is { } aside ? $". {aside}" : ""));

    private static string? Aside(Aside aside) => aside.Of is { Value: > 0 } of ? $"{of.Value} {aside.Words}" : null;

    private static string InSentence(string definition) => char.ToLowerInvariant(definition[0]) + definition[1..];

    private static string InWords(Share share) => share.Percent is { } percent
        ? string.Create(CultureInfo.InvariantCulture,
            $"{share.Part.Value} of {share.Whole.Value} ({percent:0}%, likely {share.Low:0} to {share.High:0}%{(share.Cases < share.Whole.Value ? $", {share.Cases} problems" : "")})")
        : $"{share.Part.Value} of {share.Whole.Value}";
}
