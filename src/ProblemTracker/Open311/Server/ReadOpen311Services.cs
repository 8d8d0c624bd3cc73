using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;

namespace ProblemTracker.Open311;

/// <summary>The services that Open311 offers: what residents can report.</summary>
[AllowEveryone]
public sealed record ReadOpen311Services : IQuery<Open311Services>;

public sealed record Open311Services(IReadOnlyList<Open311Service> Items);

/// <param name="Code">The code of a category.</param>
/// <param name="Name">The agency's name for it, in the language of the request if the agency gave one.</param>
/// <param name="Description">In plain words, in the language of the request.</param>
public sealed record Open311Service(string Code, string Name, string Description);

/// <summary>One service, with what else can be said about it.</summary>
[AllowEveryone]
public sealed record ReadOpen311Service(string Code) : IQuery<Open311Definition>;

public sealed record Open311Definition(string Code, IReadOnlyList<Open311Attribute> Attributes);

/// <param name="DataType">As the standard names them, such as singlevaluelist.</param>
/// <param name="Values">Of a list: keys and names.</param>
public sealed record Open311Attribute(string Code, string DataType, string Hint, string Description,
    IReadOnlyList<(string Key, string Name)> Values);

internal sealed class ReadOpen311ServicesHandler(
    Db db, IStringLocalizer<ConcernTexts> concerns, IStringLocalizer<Open311Texts> words)
    : IRequestHandler<ReadOpen311Services, Open311Services>, IRequestHandler<ReadOpen311Service, Open311Definition>
{
    public async Task<Open311Services> Handle(ReadOpen311Services query, CancellationToken ct) =>
        new([.. (await Open311Sql.Services(db, ct)).Select(category =>
            new Open311Service(category.Code, LocalNames.Of(category.Name, category.Names),
                ConcernWords.Category(concerns, category.Code, category.Name, category.Names)))]);

    public async Task<Open311Definition> Handle(ReadOpen311Service query, CancellationToken ct)
    {
        if ((await Open311Sql.Services(db, ct)).All(category => category.Code != query.Code))
            throw new NotFound(Open311Words.NoService(query.Code));
        return new(query.Code,
        [
            new(Open311Words.Frequency, "singlevaluelist", "", words["Attribute.Frequency"],
                [.. Enum.GetValues<Frequency>().Select(value => ($"{value}", ConcernWords.Of(concerns, value)))]),
            new(Open311Words.LastDay, "datetime", words["Hint.LastDay"], words["Attribute.LastDay"], []),
            new(Open311Words.Times, "string", words["Hint.Times"], words["Attribute.Times"], []),
        ]);
    }
}

/// <summary>Codes of attributes, and errors that several slices send to clients' developers.</summary>
internal static class Open311Words
{
    public const string Frequency = "FREQUENCY", LastDay = "LAST_DAY", Times = "TIMES";

    private const int LongestCode = 100;

    public static string NoService(string code) =>
        $"There is no service with the service_code {Texts.Cut(code, LongestCode)}. GET /open311/v2/services lists them.";
}
