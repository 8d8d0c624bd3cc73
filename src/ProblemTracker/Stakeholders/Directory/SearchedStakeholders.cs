using ProblemTracker.Search;

namespace ProblemTracker.Stakeholders;

/// <summary>Makes the directory's entries searchable.</summary>
internal sealed class SearchedStakeholders(Db db) : SearchedById(db, FoundKind.Stakeholder, "s")
{
    protected override string VisibleTo(Actor actor) => StakeholderSql.Stands;

    // Phone numbers are kept as typed, with any signs between the digits.
    protected override (string Sql, string Numbered)? FoundByNumber(TextQuery sought)
    {
        var words = sought.Terms.SelectMany(term => term.Words).ToList();
        return words.TrueForAll(word => word.All(char.IsAsciiDigit)) && StakeholderSql.PhoneKey(string.Concat(words)) is { } phone
            ? ("SELECT s.Id FROM Stakeholder s WHERE s.PhoneKey = @Numbered", phone) : null;
    }

    private sealed record Entered
    {
        public long Id { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
    }

    protected override async Task<IReadOnlyList<FoundRecord>> Read(IReadOnlyList<long> ids, CancellationToken ct)
    {
        var entered = (await Db.List<Entered>("SELECT s.Id, s.CreatedAt FROM Stakeholder s WHERE s.Id IN @ids", new { ids }, ct))
            .ToDictionary(row => row.Id, row => row.CreatedAt);
        var merged = await StakeholderTexts.MergedInto(Db, ids, ct);
        return [.. (await Entries(ids, ct)).Select(entry => new FoundRecord(entry.Id, entry.Name, Wording.Of(entry.Kind), entered[entry.Id],
            [.. StakeholderTexts.Of(entry).Select((text, i) => new RecordText(i == 0 ? "Name" : "", text ?? "")),
                .. merged[entry.Id].SelectMany(StakeholderTexts.Of).Select(text => new RecordText("Merged entry", text ?? ""))]))];
    }

    public override async Task Keep(IReadOnlyList<long> ids, CancellationToken ct)
    {
        foreach (var entry in await Entries(ids, ct)) await StakeholderTexts.Keep(Db, entry, ct);
    }

    private Task<IReadOnlyList<StakeholderDetails>> Entries(IReadOnlyList<long> ids, CancellationToken ct) =>
        Db.List<StakeholderDetails>($"SELECT {StakeholderSql.Columns} FROM Stakeholder s WHERE s.Id IN @ids ORDER BY s.Id DESC",
            new { ids }, ct);
}
