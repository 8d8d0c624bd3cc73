using FluentValidation;
using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Plans the test of a response, or changes it. After the response has started, this amends the plan, and the frozen
/// test still decides.
/// </summary>
/// <param name="Version">Of the Response worksheet.</param>
/// <param name="Test">Words and names are filled in; a neighborhood's outline is kept as corners.</param>
/// <param name="Reason">Of the amendment; null while the plan is a draft.</param>
[Needs(Permission.WorkProblems)]
public sealed record PlanTest(long ProblemId, int Version, ResponseTest Test, string? Reason = null)
    : ICommand<VersionedSheet<ResponseTest>>;

internal sealed class PlanTestValidator : AbstractValidator<PlanTest>
{
    private const double SmallestRadius = 10, WidestRing = 2000;

    public PlanTestValidator()
    {
        RuleFor(c => c.Reason).MaximumLength(2000);
        RuleFor(c => c.Test.Filter).MaximumLength(2000);
        RuleFor(c => c.Test.Counted).MaximumLength(2000);
        RuleFor(c => c.Test.ObjectiveKey).MaximumLength(100);
        When(c => c.Test.Measure == TestMeasure.Incidents, CountsIncidents).Otherwise(Measures);
        RuleFor(c => c.Test.Before).Must(period => period.IsComplete)
            .WithMessage("Give the first and the last day of the period before, in order.");
        RuleFor(c => c.Test.After).Must(period => period.IsComplete)
            .WithMessage("Give the first and the last day of the period after, in order.");
        RuleFor(c => c.Test.After).Must((command, period) => !(period.From <= command.Test.Before.To))
            .WithMessage("The period after must begin later than the period before ends.");
        foreach (var period in new Func<ResponseTest, Period>[] { test => test.Before, test => test.After })
        {
            RuleFor(c => period(c.Test).From).PlausibleDate();
            RuleFor(c => period(c.Test).To).PlausibleDate();
        }
        RuleFor(c => c.Test.Rule.Statistic).NotNull().WithMessage("Choose what is compared.");
        RuleFor(c => c.Test.Rule.Confidence).Must(confidence => confidence is { } given && TestRule.Confidences.Contains(given))
            .WithMessage($"Choose the confidence of the interval: {string.Join(", ", TestRule.Confidences)}%.");
        RuleFor(c => c.Test.Rule.ImprovedBy).Must(percent => percent is > 0 and <= 100)
            .WithMessage("Say from which change on you will call it improved: above 0, up to 100.");
        RuleFor(c => c.Test.Rule.NoChangeWithin).Must((command, percent) =>
                percent is null || (percent > 0 && percent <= (command.Test.Rule.ImprovedBy ?? 100)))
            .WithMessage("“No change” must be above 0 and no wider than the change that counts as improved.");
    }

    private void CountsIncidents()
    {
        RuleFor(c => c.Test.Filter).Must(kept => KeptFilter.Anywhere(kept) is { } filter && !filter.Wrong().Any())
            .WithMessage("Choose what to count: a category, or a saved filter that names more than a place.");
        RuleFor(c => c.Test.Response).Custom((area, context) => Place(area, context, "Choose where the response happens."));
        RuleFor(c => c.Test.Control).Custom((area, context) => Place(area, context, "Choose a control area, or leave it out."));
        RuleFor(c => c.Test.Ring).Must(ring => ring is null or (>= SmallestRadius and <= WidestRing))
            .WithMessage($"The ring must be {SmallestRadius:0} to {WidestRing:N0} meters wide.");
        RuleFor(c => c.Test.Buffer).Custom((area, context) => Place(area, context, "Choose a buffer area, or leave it out."));
        RuleFor(c => c.Test.Ring).Null().When(c => c.Test.Buffer is not null)
            .WithMessage("Give a ring or a buffer area of your own, not both.");
        RuleFor(c => c.Test.Rule.Statistic).Must((command, statistic) => statistic is not (TestStatistic.AgainstControl
                or TestStatistic.Displacement) || command.Test.Control is not null)
            .WithMessage("This comparison needs a control area. Choose one, or compare before and after only.");
        RuleFor(c => c.Test.Rule.Statistic)
            .Must((command, statistic) => statistic != TestStatistic.Displacement || command.Test.Ring is not null)
            .WithMessage("The displacement difference needs a ring around the areas. Give its width.");
    }

    private void Measures()
    {
        const string noAreas = "Areas are for counted incidents. Leave this out.";
        RuleFor(c => c.Test.Response).Must(area => area == new TestArea()).WithMessage(noAreas);
        RuleFor(c => c.Test.Control).Null().WithMessage(noAreas);
        RuleFor(c => c.Test.Buffer).Null().WithMessage(noAreas);
        RuleFor(c => c.Test.Ring).Null().WithMessage(noAreas);
        RuleFor(c => c.Test.Rule.Statistic).Must((command, statistic) => statistic is null or TestStatistic.BeforeAfter
                || (statistic == TestStatistic.AgainstControl && command.Test.Measure == TestMeasure.Survey))
            .WithMessage("This comparison is for counted incidents. Compare before and after; answers also with the control area.");
    }

    private static void Place(TestArea? area, ValidationContext<PlanTest> context, string missing)
    {
        if (area is null) return;
        var path = context.PropertyPath;
        if (area.Name is { Length: > IncidentFilter.LongestAddress })
            context.AddFailure($"{path}.Name", $"Shorten this to {IncidentFilter.LongestAddress} characters.");
        if (area.Corners is { Length: > IncidentArea.LongestText })
            context.AddFailure($"{path}.Corners", $"Shorten this to {IncidentArea.MostCorners} corners.");
        else if (area.IsCircle && !area.Corners.IsBlank())
            context.AddFailure($"{path}.Corners", "Give a circle or corners, not both.");
        // An address with a radius is looked up when the test is saved.
        var isAddress = area is { Latitude: null, Longitude: null, Radius: not null } && !area.Name.IsBlank();
        if (!isAddress && !area.IsPlaced && area.NeighborhoodId is null)
        {
            context.AddFailure($"{path}.Name", $"{missing} Give an address and a radius, draw it on the map, or choose a neighborhood.");
            return;
        }
        if (area.Radius is { } radius && !(radius is >= SmallestRadius and <= IncidentFilter.LargestRadius))
            context.AddFailure($"{path}.Radius", $"The radius must be {SmallestRadius:0} to {IncidentFilter.LargestRadius:N0} meters.");
        if (isAddress || area.NeighborhoodId is not null) return;
        var filter = area.IsCircle ? new IncidentFilter(Latitude: area.Latitude, Longitude: area.Longitude, Radius: 100)
            : new IncidentFilter(Area: area.Corners);
        foreach (var (field, sentence) in filter.Wrong()) context.AddFailure($"{path}.{(field == "area" ? "Corners" : field)}", sentence);
    }
}

internal sealed class PlanTestHandler(Db db, CaseFiles files, TestPlaces places, MeasureReader measures, TestBaselines baselines)
    : IRequestHandler<PlanTest, VersionedSheet<ResponseTest>>
{
    public async Task<VersionedSheet<ResponseTest>> Handle(PlanTest command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(SheetKind.Response, command.Version);
        if (file.Dossier.Plan is { Sheet.Evaluation.Test: null })
            throw new RuleBroken("test.tooLate",
                "The response has started without a test, and one planned now would not be set beforehand. Give the result in the "
                    + "Assessment worksheet.", "test");
        var before = file.Dossier.Response;
        if (command.Test.ObjectiveKey is { } key && before.Objectives.All(objective => objective.Key != key))
            throw new Invalid("test.objectiveKey", "This is not the key of an objective in the Response worksheet.");
        var test = command.Test.Measure == TestMeasure.Incidents ? await places.Complete(command.Test, file.Dossier.Today, ct)
            : await Chosen(command, ct);
        var after = before with
        {
            Objectives = await baselines.Of(file, test, ct),
            Evaluation = (before.Evaluation with { Test = test }).WithTestTexts(),
        };
        if (file.Dossier.Plan is null)
            file.Record("test.planned", SheetKind.Response, "Planned the test of the response.", before, after);
        else
        {
            if (command.Reason.IsBlank()) throw new Invalid("reason", "Say why you are changing the frozen plan.");
            file.Amend(command.Reason, actionId: null, before, after);
            file.Record("response.amended", SheetKind.Response, $"Amended the frozen plan. {command.Reason.Trim()}", before, after);
        }
        file.SaveSheet(SheetKind.Response, after, endsDraft: false);
        await files.Save(file, ct);
        await db.Execute("""
            INSERT INTO PlanTest (ProblemId) SELECT @ProblemId WHERE NOT EXISTS (SELECT 1 FROM PlanTest t WHERE t.ProblemId = @ProblemId)
            """, new { command.ProblemId }, ct);
        return new(command.Version + 1, test);
    }

    /// <summary>The test with the words of a measure that the problem offers.</summary>
    /// <exception cref="Invalid">It offers no such measure.</exception>
    private async Task<ResponseTest> Chosen(PlanTest command, CancellationToken ct)
    {
        var kept = MeasureBasis.Read(command.Test.Filter)!.ToString();
        var choice = (await measures.Choices(command.ProblemId, ct))
            .FirstOrDefault(one => one.Filter.Equals(kept, StringComparison.OrdinalIgnoreCase))
            ?? throw new Invalid("test.filter", "This problem has no such measure. Choose one of the list.");
        return command.Test with { Filter = choice.Filter, Counted = choice.Name, MoreIsBetter = choice.MoreIsBetter ? true : null };
    }
}

internal static class PlanTestEndpoint
{
    public sealed record Body(ResponseTest Test, string? Reason = null);

    public static void MapPlanTest(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/evaluation/test", async (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new PlanTest(id, version, body.Test, body.Reason), ct)).Result())
        .WithName("PlanTest")
        .WithSummary("Plan the test of the response; send the Response worksheet's version in If-Match, and a reason once it has started")
        .Produces<ResponseTest>();
}
