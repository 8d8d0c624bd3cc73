using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The kinds of problems and incidents, in the department's order.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadCategories : IQuery<SettingAnswer<CategoryList>>;

/// <param name="Active">Retired ones stay with the records that have them and can't be chosen any more.</param>
/// <param name="Nibrs">The offense of NIBRS that it stands for (see <see cref="NibrsOffenses"/>); null where there is none, as for noise.</param>
public sealed record CategoryItem(string Code, string Name, bool Active, string? Nibrs = null);

public sealed record CategoryList(IReadOnlyList<CategoryItem> Items);

internal sealed class ReadCategoriesHandler(Db db) : IRequestHandler<ReadCategories, SettingAnswer<CategoryList>>
{
    private sealed record Row
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public string? Nibrs { get; init; }
    }

    public async Task<SettingAnswer<CategoryList>> Handle(ReadCategories query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Categories, ct), await Read(db, ct));

    public static async Task<CategoryList> Read(Db db, CancellationToken ct) =>
        new([.. (await db.List<Row>("SELECT Code, Name, Active, Nibrs FROM Category ORDER BY Position, Code", null, ct)).Select(c => new CategoryItem(c.Code, c.Name, c.Active, c.Nibrs))]);
}

internal static class ReadCategoriesEndpoint
{
    public static void MapReadCategories(this RouteGroupBuilder settings) => settings
        .MapGet("/categories", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadCategories(), ct)).Result())
        .WithName("ReadCategories").WithSummary("The categories of problems and incidents, in order").Produces<CategoryList>();
}
