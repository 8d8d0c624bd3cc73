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
public sealed record ChangeMySettings(EmailChoice EmailChoice, bool WeeklyBriefing = false) : ICommand<MySettings>;

public sealed record MySettings
{
    public EmailChoice EmailChoice { get; init; }
    public bool WeeklyBriefing { get; init; }
}

internal sealed class ChangeMySettingsValidator : AbstractValidator<ChangeMySettings>
{
    public ChangeMySettingsValidator() => RuleFor(c => c.EmailChoice).IsInEnum().WithMessage("Choose which emails you want.");
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
        var after = new MySettings { EmailChoice = command.EmailChoice, WeeklyBriefing = command.WeeklyBriefing };
        await db.Execute("UPDATE Person SET EmailChoice = @EmailChoice, WeeklyBriefing = @WeeklyBriefing WHERE Id = @PersonId",
            new { actor.PersonId, EmailChoice = after.EmailChoice.ToString(), after.WeeklyBriefing }, ct);
        if (after != before) await db.Record(actor, clock.GetUtcNow(), "person.mail", null, actor.PersonId, null, before, after, ct);
        return after;
    }
}

internal static class MySettingsEndpoints
{
    public static void MapReadMySettings(this RouteGroupBuilder me) => me
        .MapGet("/settings", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMySettings(), ct))
        .WithName("ReadMySettings").WithSummary("Read your settings");

    public static void MapChangeMySettings(this RouteGroupBuilder me) => me
        .MapPut("/settings", (ChangeMySettings body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("ChangeMySettings").WithSummary("Change which emails you get");
}
