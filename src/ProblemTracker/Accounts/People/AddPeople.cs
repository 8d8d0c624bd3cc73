using FluentValidation;
using MediatR;
using ProblemTracker.Files;

namespace ProblemTracker.Accounts;

/// <summary>Says what <see cref="AddPeople"/> would do with each line of a list.</summary>
/// <param name="List">CSV with the columns email, name, roles and, for partners, stakeholderId.</param>
[Needs(Permission.Administer)]
public sealed record PreviewPeople(string List) : IQuery<PeopleListResult>, ICsvList;

/// <summary>Adds and invites everyone on a list who has no account yet. Lines with errors are left out and named.</summary>
/// <param name="List">CSV with the columns email, name, roles and, for partners, stakeholderId.</param>
[Needs(Permission.Administer)]
public sealed record AddPeople(string List) : ICommand<PeopleListResult>, ICsvList;

internal sealed class PreviewPeopleValidator : AbstractValidator<PreviewPeople>
{
    public PreviewPeopleValidator() => this.ListRules();
}

internal sealed class AddPeopleValidator : AbstractValidator<AddPeople>
{
    public AddPeopleValidator() => this.ListRules();
}

internal sealed class PreviewPeopleHandler(PeopleListReader reader) : IRequestHandler<PreviewPeople, PeopleListResult>
{
    public Task<PeopleListResult> Handle(PreviewPeople query, CancellationToken ct) => reader.Read(query.List, ct);
}

internal sealed class AddPeopleHandler(PeopleListReader reader, NewPeople newPeople) : IRequestHandler<AddPeople, PeopleListResult>
{
    public async Task<PeopleListResult> Handle(AddPeople command, CancellationToken ct)
    {
        var result = await reader.Read(command.List, ct);
        foreach (var line in result.Lines.Where(l => l.Outcome == ListLineOutcome.Added))
            await newPeople.Add(new(line.Email, line.Name, line.Roles, null, line.StakeholderId), null, ct);
        return result;
    }
}

internal static class AddPeopleEndpoints
{
    public static void MapAddPeople(this RouteGroupBuilder people)
    {
        people.MapPost("/list/preview", (PreviewPeople body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
            .WithName("PreviewPeople").WithSummary("Preview a CSV list of people");
        people.MapPost("/list", (AddPeople body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
            .WithName("AddPeople").WithSummary("Add people from a CSV list");
    }
}
