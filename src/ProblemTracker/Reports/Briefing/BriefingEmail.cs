using System.Globalization;
using ProblemTracker.Mail;

namespace ProblemTracker.Reports;

/// <summary>
/// The briefing as an email, with its pictures. Emails get forwarded, so for a confidential problem it gives only the number.
/// </summary>
internal static class BriefingEmail
{
    private const int FlowWidth = 600, FlowHeight = 120;

    /// <summary>The Monday of the day's week.</summary>
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The week's name in the email's key.</summary>
    public static string Week(DateOnly monday) => monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Email Compose(long personId, string email, DateOnly monday, Briefing briefing, string publicUrl)
    {
        var pictures = new List<EmailPicture>();
        var title = $"Weekly briefing for the week ending {DateText.LongDate(briefing.WeekTo)}";
        EmailPart week = briefing.Week.Count == 0
            ? new Paragraph(
                "That week, no problems were opened, closed, reopened, moved back, escalated or followed up, and none became overdue.")
            : new Group("Changes that week", [.. briefing.Week.Select(line => Line(line, publicUrl))]);
        var text = new EmailText(title,
        [
            new Group("Today", [
                Line(briefing.Open, "open", briefing.Definitions.Open, publicUrl),
                Line(briefing.Overdue, "overdue", briefing.Definitions.Overdue, publicUrl),
                Line(briefing.Escalated, "escalated", briefing.Definitions.Escalated, publicUrl),
                Line(briefing.OnHold, "on hold", briefing.Definitions.OnHold, publicUrl),
            ]),
            week,
            .. Signals(briefing, publicUrl),
            new Paragraph(
                $"Last 12 months: {briefing.Months.Sum(m => m.Opened.Value)} opened (dark), {briefing.Months.Sum(m => m.Closed.Value)} "
                    + $"closed (light). {briefing.Definitions.Flow}"),
            Embed(pictures, "flow",
                string.Join("; ", briefing.Months.Select(m => $"{m.Month.Name}: {m.Opened.Value} opened, {m.Closed.Value} closed")),
                BriefingPictures.Flow(briefing, FlowWidth, FlowHeight)),
            new Paragraph(
                "By neighborhood: the last 8 quarters, including the current one. Dark: improved. Light: all others. "
                    + $"Small numbers prove little. Improved: {InSentence(briefing.Definitions.Improved)} "
                    + $"Moved in the intended direction: {InSentence(briefing.Definitions.Better)}"),
            .. briefing.Places.Select(place => Place(place, briefing, pictures, publicUrl)),
            .. Life(briefing, pictures, publicUrl),
            new LinkParagraph("Open the full briefing to see details or print it", $"{publicUrl}/briefing"),
            new LinkParagraph("Choose which emails you get", $"{publicUrl}/me"),
        ]);
        return new($"briefing:{personId}:{Week(monday)}", email, title, text.Plain, text.Html)
        {
            PersonId = personId,
            Pictures = pictures,
            Unsubscribe = "/me",
        };
    }

    private static IEnumerable<EmailPart> Signals(Briefing briefing, string publicUrl)
    {
        if (briefing.Signals is not { } signals) yield break;
        yield return new Group("Signals in the incidents", [
            Line(signals.New, "new that week", briefing.Definitions.Signals, publicUrl),
            Line(signals.Waiting, "waiting for a decision", briefing.Definitions.Waiting, publicUrl),
            Line(signals.Problems, "made part of a problem that week", briefing.Definitions.SignalProblems, publicUrl),
        ]);
    }

    private static Group Place(PlaceSeries place, Briefing briefing, List<EmailPicture> pictures, string publicUrl)
    {
        List<GroupLine> lines = [new($"{place.Open.Value} open, {place.Overdue.Value} overdue", publicUrl + place.Open.Href)];
        if (place.Improved.Whole.Value > 0)
            lines.Add(new($"{InWords(place.Improved)} closed problems improved", publicUrl + place.Improved.Whole.Href,
                Aside(Reports.Aside.WithoutTest(place.ImprovedWithoutTest)),
                Embed(pictures, $"closed-{place.NeighborhoodId}",
                    $"By quarter: {BriefingPictures.InWords(place, q => (q.Improved, q.Closed))}",
                    BriefingPictures.Closed(place, briefing))));
        if (place.Better.Whole.Value > 0)
            lines.Add(new(
                $"{InWords(place.Better)} measures of fear, disorder, trust and quality of life moved in the intended direction",
                publicUrl + place.Better.Whole.Href, Aside(Reports.Aside.Doubted(place.BetterDoubted)),
                Embed(pictures, $"measured-{place.NeighborhoodId}",
                    $"By quarter: {BriefingPictures.InWords(place, q => (q.Better, q.Measured))}",
                    BriefingPictures.Measured(place, briefing))));
        return new(place.Neighborhood, lines);
    }

    private static IEnumerable<EmailPart> Life(Briefing briefing, List<EmailPicture> pictures, string publicUrl)
    {
        if (briefing.Life.Count == 0) yield break;
        yield return new Group("Quality of life, each neighborhood compared to its own past", [.. briefing.Life.Select(place =>
        {
            var incidents = place.Topics.Single(topic => topic.Topic == LifeTopicKind.Incidents);
            var series = incidents.Series[0];
            return new GroupLine($"{place.Neighborhood}: {place.Answer}",
                $"{publicUrl}/quality-of-life?neighborhoodId={place.NeighborhoodId}", incidents.Sentence,
                LifePictures.IsShown(series) ? Embed(pictures, $"incidents-{place.NeighborhoodId}",
                    $"Incidents: {LifePictures.Caption(series)}", LifePictures.Of(series)) : null);
        })]);
    }

    private static Picture Embed(List<EmailPicture> pictures, string name, string instead, SmallSeries drawing)
    {
        pictures.Add(new(name, drawing.ToPng()));
        return new(name, instead, drawing.Width, drawing.Height);
    }

    private static GroupLine Line(Figure figure, string what, string means, string publicUrl) =>
        new($"{figure.Value} {what}", publicUrl + figure.Href, means);

    private static GroupLine Line(WeekLine line, string publicUrl) =>
        new($"{line.Figure.Value} {line.Sentence}", publicUrl + line.Figure.Href,
            string.Join("; ", line.Problems.Select(Name))
                + (line.Figure.Value > line.Problems.Count ? "; …" : "")
                + (Aside(Reports.Aside.WithoutTest(line.WithoutTest)) is { } aside ? $". {aside}" : ""));

    private static string Name(NamedProblem problem) =>
        (problem.Confidential ? problem.Number : $"{problem.Number} {problem.Title}") + (problem.IsUntested ? " (no pre-set test)" : "");

    private static string? Aside(Aside aside) => aside.Of is { Value: > 0 } of ? $"{of.Value} {aside.Words}" : null;

    private static string InSentence(string definition) => char.ToLowerInvariant(definition[0]) + definition[1..];

    private static string InWords(Share share)
    {
        if (share.Percent is not { } percent) return $"{share.Part.Value} of {share.Whole.Value}";
        var cases = share.Cases < share.Whole.Value ? $", {share.Cases} problems" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{share.Part.Value} of {share.Whole.Value} ({percent:0}%, likely {share.Low:0} to {share.High:0}%{cases})");
    }
}
