using FluentValidation;
using MediatR;

namespace ProblemTracker.Surveys;

/// <summary>Makes one-time links to print on slips, each for one answer. They are shown once.</summary>
[Needs(Permission.WorkSurveys), SecretResult]
public sealed record IssueSlips(long SurveyId, long WaveId, int Count) : ICommand<SlipsIssued>
{
    /// <summary>Slips at once.</summary>
    public const int Most = 400;
}

/// <param name="Title">Of the survey.</param>
/// <param name="Links">Addresses for the slips, each for one answer.</param>
public sealed record SlipsIssued(string Title, DateOnly OpensOn, DateOnly ClosesOn, IReadOnlyList<string> Links);

internal sealed class IssueSlipsValidator : AbstractValidator<IssueSlips>
{
    public IssueSlipsValidator() => RuleFor(c => c.Count).InclusiveBetween(1, IssueSlips.Most)
        .WithMessage($"Enter a number of slips from 1 to {IssueSlips.Most}.");
}

internal sealed class IssueSlipsHandler(Db db, SurveyWork work, TrackerOptions options) : IRequestHandler<IssueSlips, SlipsIssued>
{
    public async Task<SlipsIssued> Handle(IssueSlips command, CancellationToken ct)
    {
        var survey = await work.Take(command.SurveyId, ct);
        var wave = await work.TakeOpen(command.SurveyId, command.WaveId, ct);
        var tokens = await Invitations.Make(db, wave.Id, SurveyMode.Slip, command.Count, ct);
        await work.Record(survey, "survey.slips.issued",
            $"Printed {command.Count:N0} {(command.Count == 1 ? "slip" : "slips")} for the survey \"{survey.Title}\": {wave.InWords}.",
            new { Wave = wave.InWords, command.Count }, ct);
        return new(survey.Title, wave.OpensOn, wave.ClosesOn, [.. tokens.Select(token => options.Address($"/city/survey/{token}"))]);
    }
}

internal static class IssueSlipsEndpoint
{
    public sealed record Body(int Count);

    public static void MapIssueSlips(this RouteGroupBuilder surveys) => surveys
        .MapPost("/{id:long}/waves/{waveId:long}/slips", (long id, long waveId, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new IssueSlips(id, waveId, body.Count), ct))
        .WithName("IssueSlips").WithSummary("Make one-time links to print on slips. They are answered once");
}
