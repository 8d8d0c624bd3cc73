using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>
/// Sets the deadline of each stage in calendar days and recomputes the due dates of open problems. The original due date of each stage
/// visit is kept.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ChangeDeadlines(
    int Version, int ScanningDays, int AnalysisDays, int ResponseDays, int ResponseGraceDays, int AssessmentDays, int AssessmentGraceDays)
    : ICommand<VersionedSetting<DeadlineSettings>>;

internal sealed class ChangeDeadlinesValidator : AbstractValidator<ChangeDeadlines>
{
    public const int Longest = 3650;

    public ChangeDeadlinesValidator()
    {
        foreach (var field in new System.Linq.Expressions.Expression<Func<ChangeDeadlines, int>>[]
            { c => c.ScanningDays, c => c.AnalysisDays, c => c.ResponseDays, c => c.ResponseGraceDays, c => c.AssessmentDays,
                c => c.AssessmentGraceDays })
            RuleFor(field).InclusiveBetween(1, Longest).WithMessage($"Enter a whole number of days from 1 to {Longest}.");
    }
}

internal sealed class ChangeDeadlinesHandler(Db db, Actor actor, AgencySettings agency, CalendarChanged calendarChanged, TimeProvider clock)
    : IRequestHandler<ChangeDeadlines, VersionedSetting<DeadlineSettings>>
{
    public async Task<VersionedSetting<DeadlineSettings>> Handle(ChangeDeadlines command, CancellationToken ct)
    {
        var before = (await agency.Calendar(ct)).Deadlines;
        var after = new DeadlineSettings
        {
            ScanningDays = command.ScanningDays,
            AnalysisDays = command.AnalysisDays,
            ResponseDays = command.ResponseDays,
            ResponseGraceDays = command.ResponseGraceDays,
            AssessmentDays = command.AssessmentDays,
            AssessmentGraceDays = command.AssessmentGraceDays,
        };
        var version = await SettingSql.Replace(db, SettingNames.Deadlines,
            JsonSerializer.Serialize(after, Json.Options), command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Deadlines, null, before, after, ct);
        agency.Reload();
        await calendarChanged(ct);
        return new(version, after);
    }
}

internal static class ChangeDeadlinesEndpoint
{
    public sealed record Body(int ScanningDays, int AnalysisDays, int ResponseDays, int ResponseGraceDays, int AssessmentDays,
        int AssessmentGraceDays);

    public static void MapChangeDeadlines(this RouteGroupBuilder settings) => settings
        .MapPut("/deadlines", async (IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(
                new ChangeDeadlines(version, body.ScanningDays, body.AnalysisDays, body.ResponseDays, body.ResponseGraceDays,
                    body.AssessmentDays, body.AssessmentGraceDays), ct)).Result())
        .WithName("ChangeDeadlines").WithSummary("Set the deadline of each stage, in days; recomputes the due dates of open problems")
        .Produces<DeadlineSettings>();
}
