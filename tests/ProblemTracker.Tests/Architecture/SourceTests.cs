using System.Text.RegularExpressions;
using ProblemTracker.Pages.Case;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Project rules that can be checked in the source text.</summary>
public sealed partial class SourceTests
{
    private const int LongestSlice = 200;

    /// <summary>Slices over 200 lines, each with a reason.</summary>
    private static readonly string[] LongSlices =
    [
        // Fifty filters, each with a line in the message and one in the table, since every figure of a report links here.
        "src/ProblemTracker/Problems/Lists/ListProblems.cs",
    ];

    /// <summary>
    /// Imports and seeding share the database with other processes, which they can't signal, so they measure how long they hold the write
    /// lock and wait by the clock.
    /// </summary>
    private static readonly string[] BesideOtherProcesses =
    [
        "src/ProblemTracker/Incidents/Import/IncidentCopy.cs",
        "src/ProblemTracker/Incidents/Import/ImportRuns.cs",
        "src/ProblemTracker/Incidents/Writing/IncidentBlock.cs",
        "src/ProblemTracker/Incidents/Verbs/ImportVerbs.cs",
        "src/ProblemTracker/Demo/DemoSeed.cs",
        "src/ProblemTracker/Host/Readiness.cs",
        "src/ProblemTracker/Data/SqliteDialect.cs",
        "src/ProblemTracker/Data/BulkLoad.cs",
    ];

    private static readonly IReadOnlyList<(string Path, string Text)> Sources =
        [.. Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.cshtml"))
            .Select(f => (f, Comments().Replace(Repository.Read(f), "")))];

    [Test]
    public void Source_files_are_found() => Assert.That(Sources, Has.Count.GreaterThan(450));

    [Test]
    public void Time_comes_from_the_time_provider() =>
        MustNotSay(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bEnvironment\.TickCount|\bStopwatch\b",
            except: BesideOtherProcesses.Contains);

    [Test]
    public void No_code_sleeps() => MustNotSay(
        @"\bThread\.Sleep\b|\bTask\.Delay\b(?![^;\n]*, clock, ct\))", except: BesideOtherProcesses.Contains);

    /// <summary>Files that may write to Problem: the case file, and the ladder's marks on many problems at once.</summary>
    private static readonly string[] WritesToProblem =
    [
        "src/ProblemTracker/Problems/Case/CaseFiles.cs",
        "src/ProblemTracker/Problems/Case/ProblemColumns.cs",
        "src/ProblemTracker/Problems/Team/LadderMark.cs",
        "src/ProblemTracker/Nudges/RaiseNudges.cs",
    ];

    [Test]
    public void Only_the_case_file_writes_to_Problem() =>
        MustNotSay(@"(?-i:\bUPDATE Problem\b|\bINSERT INTO Problem \()", except: WritesToProblem.Contains);

    [Test]
    public void Only_a_purge_changes_audit_entries() => MustNotSay(
        @"(?-i:\bUPDATE (AuditEntry|AuditSeal)\b|\bDELETE FROM (AuditEntry|AuditSeal)\b)",
        except: file => file == "src/ProblemTracker/AuditLog/Purge/AuditPurge.cs");

    [Test]
    public void Every_recorded_event_has_words()
    {
        var events = Sources.SelectMany(s => Recordings().Matches(s.Text)).SelectMany(m => EventCodes().Matches(m.Value))
            .Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.That(events, Has.Count.GreaterThan(60));
        Assert.That(events.Except(EventWords.All.Keys), Is.Empty);
    }

    [Test]
    public void Every_command_that_takes_a_case_file_saves_it()
    {
        var takers = Sources.Where(s => Regex.IsMatch(s.Text, @"\b(caseFiles|files)\.(Take|TakeUnseen)\(")).ToList();
        Assert.That(takers, Has.Count.GreaterThan(20));
        var forgetful = takers.Where(s => !s.Text.Contains("iles.Save", StringComparison.Ordinal)).Select(s => s.Path);
        // Requests.cs takes case files for the approval handlers, which save them.
        Assert.That(forgetful, Is.EqualTo(["src/ProblemTracker/Problems/Requests/Requests.cs"]));
    }

    [Test]
    public void No_code_checks_which_database_is_used() => MustNotSay(
        @"\bSqliteDialect\b|\bSqlServerDialect\b|\bSqlite(Connection|Command|Exception|Parameter)"
            + @"|\bSql(Connection|Command|Exception|Parameter)\b|\b(is|as|==|case)\s+""?(Sqlite|SqlServer)",
        except: f => f.StartsWith("src/ProblemTracker/Data/", StringComparison.Ordinal));

    /// <summary>Slices contain only SQL that runs on both databases. Everything else belongs in the dialect.</summary>
    [Test]
    public void Slices_contain_no_SQL_specific_to_one_database() => MustNotSay(
        @"(?-i:\bLIMIT \d|\bLIMIT @|\bPRAGMA\b|ON CONFLICT|\bRETURNING\b|\bOUTPUT INSERTED|\bdbo\.|last_insert_rowid|SCOPE_IDENTITY"
            + @"|strftime|GETUTCDATE|SYSDATETIME|\bTOP \()",
        except: f => f.StartsWith("src/ProblemTracker/Data/", StringComparison.Ordinal));

    /// <summary>Files that build SQL from fragments passed by others, and the demo's copying with its own tables and columns.</summary>
    private static readonly string[] BuildSql =
    [
        "Predicates.cs", "SqliteDialect.cs", "SqlServerDialect.cs", "DemoTables.cs",
        // These build lists; the declarations of lists are checked.
        "Listing.cs", "Filters.cs",
        // Tables and columns for each kind of record.
        "SearchedRecord.cs", "ProblemColumns.cs", "UnitRowWriter.cs",
        // Points of incidents and of problems.
        "MapExtents.cs",
        // The same for retention. What uses these kinds is checked by Retention_takes_SQL_only_from_kinds_of_records.
        "RecordKind.cs", "ProblemRetention.cs", "StakeholderRetention.cs", "RecordsRetention.cs", "ConcernRetention.cs",
        "EngagementRetention.cs", "RunPurges.cs", "ListDue.cs", "CountDue.cs", "DueRecords.cs", "LegalHolds.cs", "SetLegalHold.cs",
        "ListLegalHolds.cs",
        // Deletes what the kind of concerns says leads to a reporter.
        "EraseReporter.cs",
    ];

    /// <summary>Razor does not decode a text that goes to a property of a tag helper, so readers would see the entity itself.</summary>
    [Test]
    public void Texts_of_fields_and_facts_have_no_HTML_entities() => Assert.That(
        Repository.Files("src", "*.cshtml").SelectMany(file => Regex.Matches(Repository.Read(file), @"<(field|fact)\s[^>]*>")
            .Where(tag => Regex.IsMatch(tag.Value, "(label|hint|unit)=\"[^\"]*&#?\\w+;")).Select(tag => $"{file}: {tag.Value}")), Is.Empty);

    /// <summary>Razor adds the token by itself only to forms without an action.</summary>
    [Test]
    public void Every_form_that_posts_elsewhere_has_an_antiforgery_token() => Assert.That(
        Repository.Files("src", "*.cshtml").SelectMany(file => Regex.Matches(Repository.Read(file), "<form[^>]*\\saction=[^>]*>")
            .Where(form => form.Value.Contains("\"post\"", StringComparison.Ordinal)
                && !form.Value.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal))
            .Select(form => $"{file}: {form.Value}")), Is.Empty);

    /// <summary>A hole in retention's SQL is a member of a kind of record, a fragment of the same file or one of the dialect.</summary>
    [Test]
    public void Retention_takes_SQL_only_from_kinds_of_records()
    {
        string[] fragments =
            ["CountsOf(kind)", "part.Where(\"IN @Ids\")", "part.Where($\"= {kind.Id}\")", "Problems.VisibleTo(actor)",
                "kind.VisibleTo(actor)", "Columns", "Names", "CertificateList.Columns", "condition", "LegalHoldList.OnProblem"];
        var others = Repository.Files("src/ProblemTracker/Retention", "*.cs").SelectMany(file => SqlText().Matches(Repository.Read(file))
            .SelectMany(sql => SqlHole().Matches(sql.Value)).Select(hole => hole.Groups[1].Value)
            .Where(hole => !Regex.IsMatch(hole, @"^(kind|part|Problems)\.\w+$|^db\.Dialect\.First\(""@\w+""\)$"))
            .Where(hole => !fragments.Contains(hole))
            .Select(hole => $"{file}: {hole}"));
        Assert.That(others, Is.Empty);
    }

    [GeneratedRegex(@"\$""(?:"""".*?""""""|[^""]*?\b(?:SELECT|DELETE|UPDATE|INSERT)\b(?:[^""{}]|\{[^{}]*\})*"")", RegexOptions.Singleline)]
    private static partial Regex SqlText();

    [GeneratedRegex(@"\{((?:[^{}]|\{[^{}]*\})+)\}")]
    private static partial Regex SqlHole();

    /// <summary>Values are passed as parameters.</summary>
    [Test]
    public void SQL_contains_no_values()
    {
        var holes = new SqlHoles(Repository.Files("src", "*.cs").Select(f => (f, Repository.Read(f))));

        Assert.That(holes.Count, Is.GreaterThan(330));
        Assert.That(holes.Values.Where(v => !BuildSql.Contains(Path.GetFileName(v.Path))).Select(v => $"\n{v.Path}: {{{v.Hole}}}"),
            Is.Empty,
            "Build SQL text only from constants, static members, Dialect and Predicates. Pass values as parameters.");
    }

    /// <summary>Neither the build nor <c>dotnet format whitespace</c> checks the order of usings.</summary>
    [Test]
    public void Usings_are_sorted() => Assert.That(Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs")).Where(f =>
    {
        var usings = Usings(Repository.Read(f));
        return !usings.SequenceEqual(InOrder(usings));
    }), Is.Empty, "Sort usings: System first, then the others by name, then static ones, then aliases.");

    [Test]
    public void Unsorted_usings_are_detected()
    {
        var right = Usings(
            "using System;\nusing System.Text;\nusing A.B;\nusing A.B.C;\nusing static B.X;\nusing A = Z.Y;\n\nnamespace N;\n");
        Assert.That(right, Has.Count.EqualTo(6));
        Assert.That(InOrder(right), Is.EqualTo(right));
        foreach (var wrong in new[] { "using A;\nusing System;\n", "using B;\nusing A;\n", "using static A;\nusing B;\n",
            "using A = C;\nusing B;\n" })
            Assert.That(InOrder(Usings(wrong)), Is.Not.EqualTo(Usings(wrong)), wrong);
    }

    private static List<string> Usings(string text) =>
        [.. text.Split('\n').Where(l => l.StartsWith("using ", StringComparison.Ordinal) && l.EndsWith(';'))];

    private static IEnumerable<string> InOrder(IEnumerable<string> usings) => usings
        .OrderBy(u => u.Contains('=') ? 2 : u.StartsWith("using static ", StringComparison.Ordinal) ? 1 : 0)
        .ThenBy(u => u is "using System;" || u.StartsWith("using System.", StringComparison.Ordinal) ? 0 : 1)
        .ThenBy(u => u.TrimEnd(';'), StringComparer.OrdinalIgnoreCase);

    [Test]
    public void No_folder_has_a_meaningless_name()
    {
        string[] forbidden = ["Common", "Helpers", "Utils", "Utilities", "Services", "Interfaces", "Misc", "Repositories"];
        var folders = Repository.Files("src", "*").Concat(Repository.Files("tests", "*")).SelectMany(f => f.Split('/')[..^1]).Distinct();
        Assert.That(folders.Intersect(forbidden, StringComparer.OrdinalIgnoreCase), Is.Empty);
    }

    /// <summary>Shared code belongs in its own class, so that a handler can change without affecting other slices.</summary>
    [Test]
    public void No_slice_calls_members_of_another_handler() =>
        // Dapper's handlers of types are no slices.
        MustNotSay(@"\b\w+Handler\.[A-Z]\w*", except: path => path.EndsWith("/TypeHandlers.cs", StringComparison.Ordinal));

    [Test]
    public void Slices_are_short()
    {
        var tooLong = Sources.Where(s => s.Text.Contains("IRequestHandler<", StringComparison.Ordinal)
            && Repository.Read(s.Path).Count(c => c == '\n') > LongestSlice).Select(s => s.Path);
        Assert.That(tooLong.Except(LongSlices), Is.Empty, "A slice this long usually hides a domain rule.");
    }

    [Test]
    public void Suppressions_have_a_reason()
    {
        var bare = Repository.Files("src", "*.cs")
            .SelectMany(f => Repository.Read(f).Split('\n')
                .Where(l => PragmaDisable().IsMatch(l) && !l.Contains("//", StringComparison.Ordinal)).Select(l => $"{f}: {l.Trim()}"));
        Assert.That(bare, Is.Empty);
    }

    private static void MustNotSay(string pattern, Func<string, bool>? except = null)
    {
        var forbidden = new Regex(pattern);
        var said = Sources.Where(s => except?.Invoke(s.Path) is not true)
            .SelectMany(s => forbidden.Matches(s.Text).Select(m => $"{s.Path}: {m.Value}"));
        Assert.That(said, Is.Empty);
    }

    [GeneratedRegex(@"^\s*///.*$|(?<=\s)//\s.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\b(?:Record|Entry)\([^;]{0,120}""[a-zA-Z]+\.[a-zA-Z.]+""")]
    private static partial Regex Recordings();

    [GeneratedRegex(@"""([a-zA-Z]+\.[a-zA-Z.]+)""")]
    private static partial Regex EventCodes();

    [GeneratedRegex(@"#pragma warning disable|\[SuppressMessage")]
    private static partial Regex PragmaDisable();
}
