using System.Globalization;

namespace ProblemTracker.Reports;

/// <summary>What the series of a neighborhood say, in plain sentences.</summary>
internal static class LifeSentences
{
    public const string Chance = "The difference can be chance, so you cannot tell.";

    /// <summary>Whether quality of life changed.</summary>
    /// <param name="topics">The open problems don't count: they say how much the department works on.</param>
    public static string Answer(IReadOnlyList<LifeTopic> topics)
    {
        var compared = topics.Where(topic => topic.Topic != LifeTopicKind.OpenProblems).SelectMany(topic => topic.Series
            .Where(series => series.Change is not null).Select(series => (Name: Named(topic.Topic, series), series.Change))).ToList();
        if (compared.Count == 0) return "Cannot tell whether quality of life changed: there is nothing to compare yet.";
        var changed = compared.Where(one => one.Change != LifeChange.CannotTell).Select(one => $"{one.Name} {Verb(one.Change)}").ToList();
        if (changed.Count == 0) return "Cannot tell whether quality of life changed: every difference can be chance.";
        var unknown = compared.Where(one => one.Change == LifeChange.CannotTell).Select(one => one.Name).ToList();
        return $"{Large(Joined(changed))}.{(unknown.Count == 0 ? "" : $" Cannot tell for {Joined(unknown)}.")}";
    }

    private static string Named(LifeTopicKind topic, LifeSeries series) =>
        topic == LifeTopicKind.Concerns ? $"concerns {Small(series.Name)}" : Small(series.Name);

    public static string Survey(IReadOnlyList<LifeSeries> series)
    {
        if (series.Count == 0) return "No wave of a survey is closed yet.";
        var shown = series.Where(one => one.Points[^1].Value is not null).ToList();
        var last = series[0].Points[^1];
        if (shown.Count == 0) return $"Too few people answered in {last.Name} to show figures.";
        var compared = shown.Where(one => one.Change is not null).ToList();
        if (compared.Count == 0)
            return $"In {last.Name}: {Joined([.. shown.Select(one => $"{Small(one.Name)} {Percent(one.Points[^1])}")])}. "
                + "There is no earlier wave to compare to.";
        var changed = compared.Where(one => one.Change != LifeChange.CannotTell)
            .Select(one => $"{Small(one.Name)} {Verb(one.Change)} to {Percent(one.Points[^1])}").ToList();
        var same = compared.Where(one => one.Change == LifeChange.CannotTell)
            .Select(one => $"{Small(one.Name)} ({Percent(one.Points[^1])})").ToList();
        return $"In {last.Name}, compared to the wave before: "
            + string.Join(". ", new[] { Joined(changed), same.Count == 0 ? "" : $"cannot tell for {Joined(same)}" }
                .Where(part => part.Length > 0).Select((part, at) => at == 0 ? part : Large(part))) + ".";
    }

    public static string Incidents(LifeSeries series)
    {
        var (now, before) = (series.Points[^1], series.Points[^(1 + LifeRules.YearBefore)]);
        if (now.Value is null) return $"Cannot tell: the incidents of {now.Name} are not all imported.";
        var said = $"{Number(now.Value)} {(series.Unit == LifeUnits.Rate ? "incidents per 1,000 residents" : "incidents")} in {now.Name} "
            + $"(likely {Number(now.Low)} to {Number(now.High)})";
        return series.Change is { } change
            ? $"{said}, {Number(before.Value)} a year before. {(change == LifeChange.CannotTell ? Chance : $"They {Verb(change)}.")}"
            : $"{said}. There is no complete period a year before to compare to.";
    }

    /// <param name="decided">The share decided in time; its points count those that came only in <paramref name="came"/>.</param>
    /// <param name="came">Concerns received in the latest period.</param>
    public static string Concerns(LifeSeries decided, int came)
    {
        var (now, before) = (decided.Points[^1], decided.Points[^(1 + LifeRules.YearBefore)]);
        if (came == 0) return $"No concerns came in {now.Name}.";
        var said = $"{(came == 1 ? "1 concern" : $"{came:N0} concerns")} came in {now.Name}. "
            + (now.Of is not > 0 ? "None was due for a decision yet." : $"{now.Count:N0} of {now.Of:N0} due were decided in time"
                + (now.Value is null ? ": too few for a percentage."
                    : $" ({Percent(now)}, likely {Percent(now.Low)} to {Percent(now.High)})."));
        return decided.Change switch
        {
            null => said,
            LifeChange.CannotTell => $"{said} A year before, {Percent(before)}. {Chance}",
            { } change => $"{said} A year before, {Percent(before)}: the share {Verb(change)}.",
        };
    }

    public static string OpenProblems(LifeSeries series)
    {
        var (now, before) = (series.Points[^1].Count!.Value, series.Points[0].Count!.Value);
        return $"{(now == 1 ? "1 problem is open" : $"{now:N0} problems are open")} today, " + series.Change switch
        {
            LifeChange.Rose => $"{now - before:N0} more than a year ago.",
            LifeChange.Fell => $"{before - now:N0} fewer than a year ago.",
            _ => "as many as a year ago.",
        };
    }

    /// <summary>A value of a series with its unit.</summary>
    public static string Value(LifeSeries series, double? value) =>
        value is null ? "" : series.Unit == LifeUnits.Percent ? Percent(value) : Number(value);

    private static string Verb(LifeChange? change) => change == LifeChange.Rose ? "rose" : "fell";

    private static string Percent(LifePoint point) => Percent(point.Value);

    private static string Percent(double? value) => string.Create(CultureInfo.InvariantCulture, $"{value:0}%");

    private static string Number(double? value) => value is null ? "" : DateText.Number(Math.Round(value.Value, value < 10 ? 1 : 0));

    private static string Small(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Large(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Joined(List<string> parts) =>
        parts.Count <= 1 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
}

/// <summary>Units of series.</summary>
internal static class LifeUnits
{
    public const string Percent = "percent", Rate = "per 1,000 residents", Incidents = "incidents", Problems = "problems";
}
