using System.Globalization;
using System.Text;
using ProblemTracker.Files;

namespace ProblemTracker.Accounts;

/// <summary>What a line of a list of people does.</summary>
public enum PeopleLineOutcome { Added, AlreadyHere, Error }

/// <summary>Why a line can't be added.</summary>
/// <param name="Field">The column; empty if the line as a whole can't be read.</param>
public sealed record PeopleLineError(string Field, string Message);

/// <summary>One line of a list of people.</summary>
/// <param name="Line">Line in the list; the header is line 1.</param>
public sealed record PeopleLine(long Line, string Email, string Name, IReadOnlyList<Role> Roles, long? StakeholderId,
    PeopleLineOutcome Outcome, IReadOnlyList<PeopleLineError> Errors);

/// <summary>A list of people, line by line, with the number of lines of each outcome.</summary>
public sealed record PeopleListResult(int Added, int AlreadyHere, int Errors, IReadOnlyList<PeopleLine> Lines);

/// <summary>Reads a CSV list of people and decides what each line does. Formulas are text like any other.</summary>
internal sealed class PeopleListReader(Db db)
{
    /// <summary>Most lines without the header.</summary>
    public const int MostLines = 1000;
    /// <summary>Bytes of UTF-8: 1 MB.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>Lines that are compared with the database in one statement.</summary>
    private const int MostAtOnce = 500;

    private const string Email = "email", Name = "name", Roles = "roles", Stakeholder = "stakeholderId";
    private static readonly CreatePersonValidator Rules = new();

    /// <exception cref="Invalid">At <c>list</c>: the list as a whole can't be read, has too many lines, or lacks a column.</exception>
    public async Task<PeopleListResult> Read(string list, CancellationToken ct)
    {
        var lines = new List<PeopleLine>();
        try
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(list));
            var rows = await CsvRows.Read(content, null, ct);
            var columns = Columns(rows.Header);
            var firstLines = new Dictionary<string, long>(StringComparer.Ordinal);
            while (await rows.Next(ct) is { } row)
            {
                if (lines.Count == MostLines)
                    throw Wrong($"The list has more than {MostLines:N0} people. Split it and add each part by itself.");
                lines.Add(row.Wrong is null ? Line(row, columns, firstLines)
                    : new(row.Line, "", "", [], null, PeopleLineOutcome.Error, [new("", row.Wrong)]));
            }
        }
        catch (Invalid unreadable) when (unreadable.Errors.TryGetValue("file", out var sentences))
        {
            throw Wrong(string.Join(' ', sentences));
        }
        if (lines.Count == 0) throw Wrong("The list has a header but no people. Add a line for each person.");
        lines = await Compared(lines, ct);
        return new(Count(PeopleLineOutcome.Added), Count(PeopleLineOutcome.AlreadyHere), Count(PeopleLineOutcome.Error), lines);

        int Count(PeopleLineOutcome outcome) => lines.Count(l => l.Outcome == outcome);
    }

    private static Dictionary<string, int> Columns(IReadOnlyList<string> header)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Count; i++)
            if (!columns.TryAdd(header[i].Replace(" ", "", StringComparison.Ordinal), i))
                throw Wrong($"Line 1: the column {header[i]} occurs twice. Remove one of them.");
        foreach (var name in new[] { Email, Name, Roles })
            if (!columns.ContainsKey(name))
                throw Wrong($"Line 1: the column {name} is missing. Begin the list with the header email,name,roles.");
        return columns;
    }

    /// <summary>Reads a line by itself; <see cref="Compared"/> decides whether it can be added.</summary>
    private static PeopleLine Line(CsvRow row, Dictionary<string, int> columns, Dictionary<string, long> firstLines)
    {
        var errors = new List<PeopleLineError>();
        var (email, name) = (Field(Email), Field(Name));
        var roles = ReadRoles(Field(Roles), errors);
        var stakeholderId = ReadStakeholder(columns.ContainsKey(Stakeholder) ? Field(Stakeholder) : "", errors);
        var refused = errors.Select(e => e.Field).ToHashSet();
        foreach (var failure in Rules.Validate(new CreatePerson(email, name, roles, null, stakeholderId)).Errors)
            if (FieldPath.Of(failure.PropertyName) is var field && !refused.Contains(field)) errors.Add(new(field, failure.ErrorMessage));
        if (email.Length > 0 && !firstLines.TryAdd(SearchKey.Of(email), row.Line))
            errors.Add(new(Email, $"This address is also in line {firstLines[SearchKey.Of(email)]}. Remove one of the two lines."));
        return new(row.Line, email, name, roles, stakeholderId,
            errors.Count == 0 ? PeopleLineOutcome.Added : PeopleLineOutcome.Error, errors);

        string Field(string column) => row.Fields[columns[column]].Trim();
    }

    private static List<Role> ReadRoles(string text, List<PeopleLineError> errors)
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

    private static long? ReadStakeholder(string text, List<PeopleLineError> errors)
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
        foreach (var some in lines.Where(l => l.Outcome == PeopleLineOutcome.Added).Chunk(MostAtOnce))
        {
            known.UnionWith(await db.List<string>("SELECT EmailKey FROM Person WHERE EmailKey IN @keys",
                new { keys = some.Select(l => SearchKey.Of(l.Email)) }, ct));
            if (some.Select(l => l.StakeholderId).OfType<long>().ToList() is { Count: > 0 } ids)
                stakeholders.UnionWith(await PersonSql.Stakeholders(db, ids, ct));
        }
        return
        [
            .. lines.Select(line => line.Outcome != PeopleLineOutcome.Added ? line
                : known.Contains(SearchKey.Of(line.Email)) ? line with { Outcome = PeopleLineOutcome.AlreadyHere }
                : line.StakeholderId is not { } id || stakeholders.Contains(id) ? line
                : line with { Outcome = PeopleLineOutcome.Error, Errors = [new(Stakeholder, PersonSql.NoStakeholder)] })
        ];
    }

    private static Invalid Wrong(string sentence) => new("list", sentence);
}
