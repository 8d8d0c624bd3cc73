using System.Text.Json;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>Says whether this agency needs an optional step of its first day.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeSetUpStep(string StepId, bool Needed) : ICommand<SetUpState>;

internal sealed class ChangeSetUpStepHandler(Db db, Actor actor, SetUpSteps steps, TimeProvider clock)
    : IRequestHandler<ChangeSetUpStep, SetUpState>
{
    public async Task<SetUpState> Handle(ChangeSetUpStep command, CancellationToken ct)
    {
        var step = steps.Find(command.StepId);
        if (!step.IsOptional && !command.Needed)
            throw new RuleBroken("setUp.required", $"Every agency needs this step: {step.Title}.", "needed");
        var before = await steps.NotNeeded(ct);
        var after = before.Except([step.Id]).Concat(command.Needed ? [] : [step.Id]).Order(StringComparer.Ordinal).ToList();
        await SettingSql.Put(db, SettingNames.SetUpNotNeeded, JsonSerializer.Serialize(after, Json.Options), ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.SetUpNotNeeded, null, before, after, ct);
        return await steps.Read(ct);
    }
}

internal static class ChangeSetUpStepEndpoint
{
    public sealed record Body(bool Needed);

    public static void MapChangeSetUpStep(this RouteGroupBuilder settings) => settings
        .MapPost("/set-up/{step}", (string step, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeSetUpStep(step, body.Needed), ct))
        .WithName("ChangeSetUpStep").WithSummary("Say whether this agency needs an optional step of its first day");
}
