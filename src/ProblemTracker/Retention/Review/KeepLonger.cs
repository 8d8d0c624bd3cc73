using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Retention;

/// <summary>Keeps records longer, also proposed ones.</summary>
/// <param name="Until">The first local day on which they are due again.</param>
[Needs(Permission.ManageRetention)]
public sealed record KeepLonger(string Kind, IReadOnlyList<long> Ids, DateOnly Until, string Reason) : ICommand<Decided>;

internal sealed class KeepLongerValidator : DecisionRules<KeepLonger>
{
    public KeepLongerValidator(IEnumerable<RecordKind> kinds)
    {
        Rules(c => c.Kind, c => c.Ids, kinds);
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Explain why these records are kept longer.").MaximumLength(1000);
    }
}

internal sealed class KeepLongerHandler(DueRecords due, AgencySettings agency) : IRequestHandler<KeepLonger, Decided>
{
    public async Task<Decided> Handle(KeepLonger command, CancellationToken ct)
    {
        var kind = due.Kind(command.Kind);
        if (command.Until <= await agency.Today(ct)) throw new Invalid("until", "Enter a day in the future.");
        var rows = await due.Due(kind, command.Ids, mustBeFree: false, ct);
        await due.Decide(kind, rows, DecisionState.Kept, command.Until, command.Reason.Trim(), ct);
        await due.Note(kind, rows, "retention.kept", new { command.Until, command.Reason }, ct);
        return new(rows.Count);
    }
}

internal static class KeepLongerEndpoint
{
    public static void MapKeepLonger(this RouteGroupBuilder retention) => retention
        .MapPost("/keep", (KeepLonger body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("KeepLonger").WithSummary("Keep due records until a later day");
}
