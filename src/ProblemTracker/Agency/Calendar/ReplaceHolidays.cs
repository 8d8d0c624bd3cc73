using FluentValidation;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>
/// Replaces the list of holidays and recomputes the due dates of open problems. The original due date of each stage visit is kept.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ReplaceHolidays(int Version, IReadOnlyList<HolidayItem> Items) : ICommand<VersionedSetting<HolidayList>>;

internal sealed class ReplaceHolidaysValidator : AbstractValidator<ReplaceHolidays>
{
    private const int Most = 1000;

    public ReplaceHolidaysValidator()
    {
        RuleFor(c => c.Items).Must(items => items.Count <= Most).WithMessage($"The list can have at most {Most} holidays.");
        RuleForEach(c => c.Items).ChildRules(item =>
        {
            item.RuleFor(i => i.Date).Must(date => date.Year is >= 1900 and <= 2200).WithMessage("Enter a date from 1900 to 2200.");
            item.RuleFor(i => i.Name).NotEmpty().WithMessage("Enter a name for the holiday.").MaximumLength(100);
        });
        RuleFor(c => c.Items).Custom((items, context) =>
        {
            HashSet<DateOnly> seen = [];
            for (var i = 0; i < items.Count; i++)
                if (items[i] is { } item && !seen.Add(item.Date))
                    context.AddFailure($"items[{i}].date", "This date is in the list twice. Remove one.");
        });
    }
}

internal sealed class ReplaceHolidaysHandler(Db db, Actor actor, AgencySettings agency, CalendarChanged calendarChanged, TimeProvider clock)
    : IRequestHandler<ReplaceHolidays, VersionedSetting<HolidayList>>
{
    public async Task<VersionedSetting<HolidayList>> Handle(ReplaceHolidays command, CancellationToken ct)
    {
        var version = await SettingSql.Replace(db, SettingNames.Holidays, "", command.Version, ct);
        var before = await HolidaySql.Read(db, ct);
        await db.Execute("DELETE FROM Holiday", null, ct);
        foreach (var item in command.Items)
            await db.Execute("INSERT INTO Holiday (OnDate, Name) VALUES (@Date, @Name)", new { item.Date, Name = item.Name.Trim() }, ct);
        var after = await HolidaySql.Read(db, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Holidays, null, before.Items, after.Items, ct);
        agency.Reload();
        await calendarChanged(ct);
        return new(version, after);
    }
}

internal static class ReplaceHolidaysEndpoint
{
    public static void MapReplaceHolidays(this RouteGroupBuilder settings) => settings
        .MapPut("/holidays", async (IfMatch version, HolidayList body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReplaceHolidays(version, body.Items), ct)).Result())
        .WithName("ReplaceHolidays").WithSummary("Replace the list of holidays; recomputes the due dates of open problems")
        .Produces<HolidayList>();
}
