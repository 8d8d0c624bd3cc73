using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Retention;

/// <summary>How long each kind of record is kept.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ReadRetentionSchedule : IQuery<VersionedSetting<RetentionSchedule>>;

/// <summary>Sets how long each kind of record is kept. Nothing is deleted by this: what becomes due is reviewed first.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeRetentionSchedule(int Version, string? Reference, IReadOnlyList<KeptFor> Kinds)
    : ICommand<VersionedSetting<RetentionSchedule>>;

/// <param name="Reference">The schedule that the agency follows, such as a statute or a city's schedule with its number.</param>
/// <param name="Kinds">Every kind of record.</param>
public sealed record RetentionSchedule(string? Reference, IReadOnlyList<KeptFor> Kinds)
{
    internal int? YearsOf(string kind) => Kinds.FirstOrDefault(kept => kept.Kind == kind)?.Years;
}

/// <param name="Kind">Code of a kind of record, such as <c>problem</c>.</param>
/// <param name="Years">Null if the kind is kept for good.</param>
public sealed record KeptFor(string Kind, int? Years);

internal sealed class ChangeRetentionScheduleValidator : AbstractValidator<ChangeRetentionSchedule>
{
    private const int MostYears = 100;

    public ChangeRetentionScheduleValidator(IEnumerable<RecordKind> kinds)
    {
        RuleFor(c => c.Reference).MaximumLength(200);
        RuleFor(c => c.Reference).NotEmpty().When(c => c.Kinds.Any(kept => kept.Years is not null))
            .WithMessage("Enter the retention schedule that your agency follows. Every certificate names it.");
        RuleForEach(c => c.Kinds).ChildRules(kept =>
        {
            kept.RuleFor(k => k.Kind).Must(code => kinds.Any(kind => kind.Code == code)).WithMessage("There is no such kind of record.");
            kept.RuleFor(k => k.Years).InclusiveBetween(1, MostYears)
                .WithMessage($"Enter a number of years from 1 to {MostYears}, or leave it blank to keep these records for good.");
        });
        RuleFor(c => c.Kinds).Must(all => all.Select(kept => kept.Kind).Distinct().Count() == all.Count)
            .WithMessage("A kind of record appears twice. Remove one.");
    }
}

/// <summary>Reads the schedule and the kinds that it is about.</summary>
internal sealed class Schedules(AgencySettings agency, IEnumerable<RecordKind> kinds, TimeProvider clock)
{
    public IReadOnlyList<RecordKind> Kinds { get; } = [.. kinds];

    /// <exception cref="NotFound">There is no such kind.</exception>
    public RecordKind Kind(string code) => Kinds.FirstOrDefault(kind => kind.Code == code) ?? throw new NotFound();

    public async Task<RetentionSchedule> Read(CancellationToken ct)
    {
        var stored = await agency.Value(SettingNames.Retention, ct) is { } json
            ? JsonSerializer.Deserialize<RetentionSchedule>(json, Json.Options)! : new(null, []);
        return stored with { Kinds = [.. Kinds.Select(kind => new KeptFor(kind.Code, stored.YearsOf(kind.Code)))] };
    }

    /// <summary>The first instant of a kind that is not old enough to be due; null if the kind is kept for good.</summary>
    public async Task<DateTimeOffset?> Before(RetentionSchedule schedule, string kind, CancellationToken ct)
    {
        if (schedule.YearsOf(kind) is not { } years) return null;
        var calendar = await agency.Calendar(ct);
        // The day itself counts as kept: a record of March 2, 2026 kept for 3 years is due on March 3, 2029.
        return calendar.StartOf(calendar.DateOf(clock.GetUtcNow()).AddYears(-years));
    }
}

internal sealed class RetentionScheduleHandler(Db db, Actor actor, Schedules schedules, TimeProvider clock)
    : IRequestHandler<ReadRetentionSchedule, VersionedSetting<RetentionSchedule>>,
        IRequestHandler<ChangeRetentionSchedule, VersionedSetting<RetentionSchedule>>
{
    public async Task<VersionedSetting<RetentionSchedule>> Handle(ReadRetentionSchedule query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Retention, ct), await schedules.Read(ct));

    public async Task<VersionedSetting<RetentionSchedule>> Handle(ChangeRetentionSchedule command, CancellationToken ct)
    {
        var before = await schedules.Read(ct);
        var asked = new RetentionSchedule(string.IsNullOrWhiteSpace(command.Reference) ? null : command.Reference.Trim(), command.Kinds);
        var after = asked with { Kinds = [.. schedules.Kinds.Select(kind => new KeptFor(kind.Code, asked.YearsOf(kind.Code)))] };
        var version = await SettingSql.Replace(db, SettingNames.Retention, JsonSerializer.Serialize(after, Json.Options),
            command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Retention, null, before, after, ct);
        return new(version, after);
    }
}

internal static class RetentionScheduleEndpoints
{
    public static void MapReadRetentionSchedule(this RouteGroupBuilder settings) => settings
        .MapGet("/retention", async (IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadRetentionSchedule(), ct)).Result())
        .WithName("ReadRetentionSchedule").WithSummary("Read how many years each kind of record is kept")
        .Produces<RetentionSchedule>();

    public static void MapChangeRetentionSchedule(this RouteGroupBuilder settings) => settings
        .MapPut("/retention", async (IfMatch version, RetentionSchedule body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeRetentionSchedule(version, body.Reference, body.Kinds), ct)).Result())
        .WithName("ChangeRetentionSchedule").WithSummary("Set how many years each kind of record is kept; null keeps it for good")
        .Produces<RetentionSchedule>();
}
