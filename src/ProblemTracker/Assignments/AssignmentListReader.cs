using System.Globalization;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Assignments;

/// <summary>One line of a list of assignments.</summary>
public sealed record AssignmentLine
{
    /// <summary>Line in the list; the header is line 1.</summary>
    public long Line { get; init; }
    public string Email { get; init; } = "";
    /// <summary>The name of the person with this address; null if there is none.</summary>
    public string? Person { get; init; }
    /// <summary>The neighborhood; null for the community policing program.</summary>
    public string? Neighborhood { get; init; }
    /// <summary>First local day; null if it can't be read.</summary>
    public DateOnly? From { get; init; }
    /// <summary>Last local day; null while there is no end.</summary>
    public DateOnly? To { get; init; }
    /// <summary>The public name that this line gives the person; null if it changes nothing.</summary>
    public string? NewPublicName { get; init; }
    public ListLineOutcome Outcome { get; init; }
    public IReadOnlyList<ListLineError> Errors { get; init; } = [];

    internal long PersonId { get; init; }
    internal long? NeighborhoodId { get; init; }
    internal string? OldPublicName { get; init; }
}

/// <summary>
/// A list of assignments, line by line, with the number of lines of each outcome and of people who get another public name.
/// </summary>
public sealed record AssignmentListResult(int Added, int AlreadyHere, int Errors, int PublicNames, IReadOnlyList<AssignmentLine> Lines);

/// <summary>
/// Reads a CSV list of assignments and decides what each line does. The list has the columns of the file that the list of assignments
/// downloads; its names of people are ignored.
/// </summary>
internal sealed class AssignmentListReader(Db db, AgencySettings agency)
{
    private const string Email = "email", Neighborhood = "neighborhood", From = "from", To = "to", PublicName = "publicName";

    /// <summary>The second one is what a spreadsheet makes of the first.</summary>
    private static readonly string[] Days = ["yyyy-MM-dd", "M/d/yyyy"];

    private static readonly AddAssignmentValidator Rules = new();

    private sealed record PersonRow
    {
        public long Id { get; init; }
        public string EmailKey { get; init; } = "";
        public string Name { get; init; } = "";
        public string? PublicName { get; init; }
        public bool Active { get; init; }
        public bool IsPartner { get; init; }
    }

    private sealed record NeighborhoodRow
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string NameKey { get; init; } = "";
        public bool Active { get; init; }
    }

    /// <param name="list">CSV with a header.</param>
    /// <param name="holds">Whether to hold the rows of the people, so that nobody assigns them at the same moment.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="Invalid">At <c>list</c>: the list as a whole can't be read, has too many lines, or lacks a column.</exception>
    public async Task<AssignmentListResult> Read(string list, bool holds, CancellationToken ct)
    {
        var read = await CsvList.Read(list, "assignments", "assignment", [Email, Neighborhood, From, To], ct);
        var known = await Known(read, holds, ct);
        var lines = new List<AssignmentLine>();
        foreach (var row in read) lines.Add(row.Wrong is null ? known.Line(row)
            : new() { Line = row.Line, Outcome = ListLineOutcome.Error, Errors = [new("", row.Wrong)] });
        return new(Count(ListLineOutcome.Added), Count(ListLineOutcome.AlreadyHere), Count(ListLineOutcome.Error),
            lines.Count(l => l.NewPublicName is not null), lines);

        int Count(ListLineOutcome outcome) => lines.Count(l => l.Outcome == outcome);
    }

    /// <summary>Reads what the lines name from the database, in a few statements however many lines there are.</summary>
    private async Task<OnFile> Known(IReadOnlyList<CsvListLine> lines, bool holds, CancellationToken ct)
    {
        var (people, places, assignments) = (new List<PersonRow>(), new List<NeighborhoodRow>(), new List<AssignmentRow>());
        var today = await agency.Today(ct);
        foreach (var keys in Keys(lines, Email, SearchKey.OfEmail))
        {
            if (holds) await db.Execute("UPDATE Person SET Active = Active WHERE EmailKey IN @keys", new { keys }, ct);
            people.AddRange(await db.List<PersonRow>("""
                SELECT p.Id, p.EmailKey, p.Name, p.PublicName, p.Active, CASE WHEN EXISTS (
                    SELECT 1 FROM PersonRole r WHERE r.PersonId = p.Id AND r.Role = 'Partner') THEN 1 ELSE 0 END AS IsPartner
                FROM Person p WHERE p.EmailKey IN @keys
                """, new { keys }, ct));
        }
        foreach (var keys in Keys(lines, Neighborhood, SearchKey.Of))
            places.AddRange(await db.List<NeighborhoodRow>($"""
                SELECT n.Id, n.Name, n.NameKey, IIF({NeighborhoodSql.IsCurrent}, 1, 0) AS Active FROM Neighborhood n
                WHERE n.NameKey IN @keys AND n.IsUnassigned = 0
                """, new { keys, today }, ct));
        assignments.AddRange(await AssignmentSql.Of(db, people.Select(person => person.Id), ct));
        return new(people.ToDictionary(p => p.EmailKey), places.ToDictionary(p => p.NameKey), assignments.ToLookup(a => a.PersonId));
    }

    private static IEnumerable<string[]> Keys(IReadOnlyList<CsvListLine> lines, string column, Func<string, string> keyOf) => lines
        .SelectMany(line => Meanings(line[column])).Select(keyOf).Where(key => key.Length > 0).Distinct().Chunk(CsvList.MostAtOnce);

    /// <summary>What a field can mean: files have an apostrophe before text that a spreadsheet would take for a formula.</summary>
    private static string[] Meanings(string field) =>
        field is ['\'', '=' or '+' or '-' or '@', ..] ? [field, field[1..]] : [field];

    /// <summary>The people and neighborhoods that a list names, with what its lines so far do.</summary>
    private sealed class OnFile(Dictionary<string, PersonRow> people, Dictionary<string, NeighborhoodRow> places,
        ILookup<long, AssignmentRow> assignments)
    {
        private readonly List<AssignmentLine> _placed = [];
        private readonly Dictionary<long, (string Name, long Line)> _names = [];

        public AssignmentLine Line(CsvListLine row)
        {
            var errors = new List<ListLineError>();
            var person = Person(row[Email], errors);
            var place = Place(row[Neighborhood], errors);
            var (from, to) = (Day(row, From, errors), Day(row, To, errors));
            if (row[From].Length == 0) errors.Add(new(From, "Enter the first day, such as 2026-03-01."));
            if (from is { } day)
                foreach (var failure in Rules.Validate(new AddAssignment(0, null, day, to)).Errors)
                    errors.Add(new(FieldPath.Of(failure.PropertyName), failure.ErrorMessage));
            var line = new AssignmentLine
            {
                Line = row.Line,
                Email = row[Email],
                Person = person?.Name,
                PersonId = person?.Id ?? 0,
                Neighborhood = place?.Name ?? (IsProgram(row[Neighborhood]) ? null : row[Neighborhood]),
                NeighborhoodId = place?.Id,
                From = from,
                To = to,
                Errors = errors,
                Outcome = ListLineOutcome.Error,
            };
            if (errors.Count > 0 || person is null || from is null) return line;
            var isHere = IsHere(line, person, place, errors);
            var name = NewName(row, person, errors);
            _placed.Add(line);
            return errors.Count > 0 ? line : line with
            {
                Outcome = isHere ? ListLineOutcome.AlreadyHere : ListLineOutcome.Added,
                NewPublicName = name,
                OldPublicName = person.PublicName,
            };
        }

        private PersonRow? Person(string field, List<ListLineError> errors)
        {
            var found = Meanings(field).Select(text => people.GetValueOrDefault(SearchKey.OfEmail(text)))
                .FirstOrDefault(p => p is not null);
            if (found is null)
                errors.Add(new(Email, field.Length == 0 ? "Enter the email address of the person."
                    : $"There is no person with the email address {field}. Correct it, or add the person under People first."));
            return found;
        }

        private static bool IsProgram(string field) =>
            field.Length == 0 || field.Equals(AssignmentSql.Program, StringComparison.OrdinalIgnoreCase);

        private NeighborhoodRow? Place(string field, List<ListLineError> errors)
        {
            var found = Meanings(field).Select(text => places.GetValueOrDefault(SearchKey.Of(text))).FirstOrDefault(p => p is not null);
            if (found is null && !IsProgram(field))
                errors.Add(new(Neighborhood,
                    $"There is no neighborhood {field}. Correct the name, or leave it empty for the whole program."));
            return found;
        }

        private static DateOnly? Day(CsvListLine row, string column, List<ListLineError> errors)
        {
            if (row[column].Length == 0) return null;
            if (DateOnly.TryParseExact(row[column], Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            errors.Add(new(column, $"{row[column]} is not a date. Enter it like 2026-03-01 or 3/1/2026."));
            return null;
        }

        /// <summary>Whether the assignment is on file. If it is not, adds an error for each reason why it can't be added.</summary>
        private bool IsHere(AssignmentLine line, PersonRow person, NeighborhoodRow? place, List<ListLineError> errors)
        {
            var days = new DayRange(line.From!.Value, line.To);
            if (_placed.FirstOrDefault(other => (other.PersonId, other.NeighborhoodId) == (line.PersonId, line.NeighborhoodId)
                && days.Overlaps(new(other.From!.Value, other.To))) is { } earlier)
                errors.Add(new(From, (earlier.From, earlier.To) == (line.From, line.To)
                    ? $"This assignment is also in line {earlier.Line}. Remove one of the two lines."
                    : $"Line {earlier.Line} has some of these days for the same person and assignment. Correct one of the two lines."));
            var same = assignments[line.PersonId].Where(other => other.NeighborhoodId == line.NeighborhoodId).ToList();
            // What is on file stays true of people who left and of neighborhoods that are retired.
            if (same.Any(other => (other.From, other.To) == (line.From, line.To))) return true;
            if (person.IsPartner) errors.Add(new(Email, AssignmentSql.NotPartners));
            else if (!person.Active) errors.Add(new(Email, AssignmentSql.NotInactive));
            if (place is { Active: false })
                errors.Add(new(Neighborhood,
                    $"{place.Name} is retired. Enter another neighborhood, or leave it empty for the whole program."));
            if (same.FirstOrDefault(other => days.Overlaps(new(other.From, other.To))) is { } taken)
                errors.Add(new(From, AssignmentSql.Taken(taken)));
            return false;
        }

        /// <summary>Null if the line leaves the person's public name as it is.</summary>
        private string? NewName(CsvListLine row, PersonRow person, List<ListLineError> errors)
        {
            if (row[PublicName].Length == 0) return null;
            var name = Meanings(row[PublicName])[^1];
            if (name.Length > PublicNameRules.Longest)
                errors.Add(new(PublicName, $"Enter a public name of at most {PublicNameRules.Longest} characters."));
            else if (_names.TryGetValue(person.Id, out var earlier) && earlier.Name != name)
                errors.Add(new(PublicName, $"Line {earlier.Line} has another public name for this person. Enter the same in both lines."));
            if (errors.Count > 0) return null;
            return _names.TryAdd(person.Id, (name, row.Line)) && !Meanings(row[PublicName]).Contains(person.PublicName) ? name : null;
        }
    }
}
