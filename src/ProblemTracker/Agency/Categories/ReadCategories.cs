using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The categories of problems and incidents, in the department's order.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadCategories : IQuery<VersionedSetting<CategoryList>>;

/// <param name="Active">False for a retired category, which existing records keep but no one can choose.</param>
/// <param name="Nibrs">The matching NIBRS offense code; null if none matches, as for noise.</param>
/// <param name="Names">What residents read in other languages, by their codes; null where the site's own words or the name serve.</param>
/// <param name="Confidential">Its signals are shown only to those who may view every confidential problem.</param>
public sealed record CategoryItem(string Code, string Name, bool Active, string? Nibrs = null,
    IReadOnlyDictionary<string, string>? Names = null, bool Confidential = false);

public sealed record CategoryList(IReadOnlyList<CategoryItem> Items);

internal sealed class ReadCategoriesHandler(Db db) : IRequestHandler<ReadCategories, VersionedSetting<CategoryList>>
{
    public async Task<VersionedSetting<CategoryList>> Handle(ReadCategories query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Categories, ct), await CategorySql.Read(db, ct));
}

internal static class ReadCategoriesEndpoint
{
    public static void MapReadCategories(this RouteGroupBuilder settings) => settings
        .MapGet("/categories", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadCategories(), ct)).Result())
        .WithName("ReadCategories").WithSummary("List the categories of problems and incidents, in order").Produces<CategoryList>();
}
