using System.Text.Json;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The steps of the agency's first day, and which of them are done.</summary>
[Needs(Permission.Administer)]
public sealed record ReadSetUp : IQuery<SetUpState>;

public enum SetUpStepState { Left, Done, NotNeeded }

/// <param name="Href">The page where the step is done.</param>
/// <param name="IsOptional">Whether it can be marked as not needed.</param>
public sealed record SetUpStepRow(string Id, string Title, string Help, string Href, bool IsOptional, SetUpStepState State);

/// <param name="IsFinished">Whether all steps were done once. From then on the list is not shown any more.</param>
/// <param name="Steps">In order; empty once it is finished.</param>
public sealed record SetUpState(bool IsFinished, IReadOnlyList<SetUpStepRow> Steps)
{
    public int Left => Steps.Count(step => step.State == SetUpStepState.Left);
}

/// <summary>Which steps are done or not needed; shared by the set-up slices.</summary>
internal sealed class SetUpSteps(Db db, AgencySettings agency, TrackerOptions options, IEnumerable<SetUpStep> steps)
{
    public SetUpStep Find(string id) => steps.FirstOrDefault(step => step.Id == id) ?? throw new NotFound();

    public async Task<SetUpState> Read(CancellationToken ct)
    {
        if (options.IsDemo || await agency.Value(SettingNames.SetUpFinished, ct) is not null) return new(true, []);
        var notNeeded = await NotNeeded(ct);
        List<SetUpStepRow> rows = [];
        foreach (var step in steps.OrderBy(step => step.Order))
            rows.Add(new(step.Id, step.Title, step.Help, step.Href, step.IsOptional,
                await step.IsDone(db, ct) ? SetUpStepState.Done
                    : step.IsOptional && notNeeded.Contains(step.Id) ? SetUpStepState.NotNeeded : SetUpStepState.Left));
        return new(false, rows);
    }

    public async Task<IReadOnlyList<string>> NotNeeded(CancellationToken ct) =>
        await agency.Value(SettingNames.SetUpNotNeeded, ct) is { } text
            ? JsonSerializer.Deserialize<List<string>>(text, Json.Options)! : [];
}

internal sealed class ReadSetUpHandler(SetUpSteps steps) : IRequestHandler<ReadSetUp, SetUpState>
{
    public Task<SetUpState> Handle(ReadSetUp query, CancellationToken ct) => steps.Read(ct);
}

internal static class ReadSetUpEndpoint
{
    public static void MapReadSetUp(this RouteGroupBuilder settings) => settings
        .MapGet("/set-up", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadSetUp(), ct))
        .WithName("ReadSetUp").WithSummary("List the steps of the agency's first day, and which of them are done");
}
