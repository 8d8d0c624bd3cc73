using System.Globalization;
using ProblemTracker.Files;

namespace ProblemTracker.Accounts;

/// <summary>One line of a list of people.</summary>
/// <param name="Line">Line in the list; the header is line 1.</param>
public sealed record PeopleLine(long Line, string Email, string Name, IReadOnlyList<Role> Roles, long? StakeholderId,
    ListLineOutcome Outcome, IReadOnlyList<ListLineError> Errors);

/// <summary>A list of people, line by line, with the number of lines of each outcome.</summary>
public sealed record PeopleListResult(int Added, int AlreadyHere, int Errors, IReadOnlyList<PeopleLine> Lines);

/// <summary>Reads a CSV list of people and decides what each line does.</summary>
internal sealed class PeopleListReader(Db db)
{
    private const string Email = "email", Name = "name", Roles = "roles", Stakeholder = "stakeholderId";
    private static readonly CreatePersonValidator Rules = new();

    /// <exception cref="Invalid">At <c>list</c>: the list as a whole can't be read, has too many lines, or lacks a column.</exception>
    public async Task<PeopleListResult> Read(string list, CancellationToken ct)
    {
        var firstLines = new Dictionary<string, long>(StringComparer.Ordinal);
        var read = await CsvList.Read(list, "people", "person", [Email, Name, Roles], ct);
        var lines = await Compared([.. read.Select(row => row.Wrong is null ? Line(row, firstLines)
            : new(row.Line, "", "", [], null, ListLineOutcome.Error, [new("", row.Wrong)]))], ct);
        return new(Count(ListLineOutcome.Added), Count(ListLineOutcome.AlreadyHere), Count(ListLineOutcome.Error), lines);

        int Count(ListLineOutcome outcome) => lines.Count(l => l.Outcome == outcome);
    }

    /// <summary>Reads a line by itself; <see cref="Compared"/> decides whether it can be added.</summary>
    private static PeopleLine Line(CsvListLine row, Dictionary<string, long> firstLines)
    {
        var errors = new List<ListLineError>();
        var (email, name) = (row[Email], row[Name]);
        var roles = ReadRoles(row[Roles], errors);
        var stakeholderId = ReadStakeholder(row[Stakeholder], errors);
        var refused = errors.Select(e => e.Field).ToHashSet();
        foreach (var failure in Rules.Validate(new CreatePerson(email, name, roles, null, stakeholderId)).Errors)
            if (FieldPath.Of(failure.PropertyName) is var field && !refused.Contains(field)) errors.Add(new(field, failure.ErrorMessage));
        if (email.Length > 0 && !firstLines.TryAdd(SearchKey.OfEmail(email), row.Line))
            errors.Add(new(Email, $"This address is also in line {firstLines[SearchKey.OfEmail(email)]}. Remove one of the two lines."));
        return new(row.Line, email, name, roles, stakeholderId,
            errors.Count == 0 ? ListLineOutcome.Added : ListLineOutcome.Error, errors);
    }

    private static List<Role> ReadRoles(string text, List<ListLineError> errors)
    {
        var roles = new List<Role>();
        foreach (var word in text.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Enum.GetValues<Role>().Where(r => word.Equals(r.ToString(), StringComparison.OrdinalIgnoreCase)
                || word.Equals(Wording.Of(r), StringComparison.OrdinalIgnoreCase)).ToList();
            if (known.Count == 0)
                errors.Add(new(Roles, $"There is no role {word}. Use {string.Join(", ", Enum.GetNames<Role>())}."));
            else if (!roles.Contains(known[0])) roles.Add(known[0]);
        }
        return roles;
    }

    private static long? ReadStakeholder(string text, List<ListLineError> errors)
    {
        if (text.Length == 0) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return id;
        errors.Add(new(Stakeholder, "The stakeholder's ID must be a number. Look it up in the directory."));
        return null;
    }

    /// <summary>Compares the lines without errors with the database, in a few statements however many lines there are.</summary>
    private async Task<List<PeopleLine>> Compared(IReadOnlyList<PeopleLine> lines, CancellationToken ct)
    {
        HashSet<string> known = [];
        HashSet<long> stakeholders = [];
        foreach (var some in lines.Where(l => l.Outcome == ListLineOutcome.Added).Chunk(CsvList.MostAtOnce))
        {
            known.UnionWith(await db.List<string>("SELECT EmailKey FROM Person WHERE EmailKey IN @keys",
                new { keys = some.Select(l => SearchKey.OfEmail(l.Email)) }, ct));
            if (some.Select(l => l.StakeholderId).OfType<long>().ToList() is { Count: > 0 } ids)
                stakeholders.UnionWith(await PersonSql.Stakeholders(db, ids, ct));
        }
        return
        [
            .. lines.Select(line => line.Outcome != ListLineOutcome.Added ? line
                : known.Contains(SearchKey.OfEmail(line.Email)) ? line with { Outcome = ListLineOutcome.AlreadyHere }
                : line.StakeholderId is not { } id || stakeholders.Contains(id) ? line
                : line with { Outcome = ListLineOutcome.Error, Errors = [new(Stakeholder, PersonSql.NoStakeholder)] })
        ];
    }
}
