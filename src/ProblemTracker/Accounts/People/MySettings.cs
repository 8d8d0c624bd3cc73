using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>The signed-in person's own settings.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadMySettings : IQuery<MySettings>;

/// <summary>
/// Changes which emails the signed-in person gets. Unversioned: only they can change it, so the last save wins.
/// </summary>
/// <param name="WeeklyBriefing">Whether to get the weekly briefing by email; requires permission to read problems.</param>
[Needs(Permission.SignedIn)]
public sealed record ChangeMySettings(MailChoice MailChoice, bool WeeklyBriefing = false) : ICommand<MySettings>;

public sealed record MySettings
{
    public MailChoice MailChoice { get; init; }
    public bool WeeklyBriefing { get; init; }
}

internal sealed class ChangeMySettingsValidator : AbstractValidator<ChangeMySettings>
{
    public ChangeMySettingsValidator() => RuleFor(c => c.MailChoice).IsInEnum().WithMessage("Choose which emails you want.");
}

internal sealed class ReadMySettingsHandler(Db db, Actor actor) : IRequestHandler<ReadMySettings, MySettings>
{
    public async Task<MySettings> Handle(ReadMySettings query, CancellationToken ct) => await PersonSql.MySettings(db, actor, ct);
}

internal sealed class ChangeMySettingsHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<ChangeMySettings, MySettings>
{
    public async Task<MySettings> Handle(ChangeMySettings command, CancellationToken ct)
    {
        var before = await PersonSql.MySettings(db, actor, ct);
        if (command.WeeklyBriefing && !actor.Might(Permission.ReadProblems)) throw Forbidden.Needs(Permission.ReadProblems);
        var after = new MySettings { MailChoice = command.MailChoice, WeeklyBriefing = command.WeeklyBriefing };
        await db.Execute("UPDATE Person SET MailChoice = @MailChoice, WeeklyBriefing = @WeeklyBriefing WHERE Id = @PersonId",
            new { actor.PersonId, MailChoice = after.MailChoice.ToString(), after.WeeklyBriefing }, ct);
        if (after != before) await db.Record(actor, clock.GetUtcNow(), "person.mail", null, actor.PersonId, null, before, after, ct);
        return after;
    }
}

internal static class MySettingsEndpoints
{
    public static void MapReadMySettings(this RouteGroupBuilder me) => me
        .MapGet("/settings", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMySettings(), ct))
        .WithName("ReadMySettings").WithSummary("Get your settings");

    public static void MapChangeMySettings(this RouteGroupBuilder me) => me
        .MapPut("/settings", (ChangeMySettings body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("ChangeMySettings").WithSummary("Change which emails you get");
}
