using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The kinds of problems and incidents, in the department's order.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadCategories : IQuery<VersionedSetting<CategoryList>>;

/// <param name="Active">Retired ones stay with the records that have them and can't be chosen any more.</param>
/// <param name="Nibrs">The offense of NIBRS that it stands for (see <see cref="NibrsOffenses"/>); null where there is none, as for
/// noise.</param>
public sealed record CategoryItem(string Code, string Name, bool Active, string? Nibrs = null);

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
        .WithName("ReadCategories").WithSummary("The categories of problems and incidents, in order").Produces<CategoryList>();
}
