namespace ProblemTracker.Tests.Data;

/// <summary>The checker that stands in for SQL Server detects statements that run on SQLite but not on SQL Server.</summary>
public sealed class TSqlTests
{
    [TestCase("SELECT Id FROM Problem ORDER BY Id LIMIT 3", "LIMIT|Incorrect syntax")]
    [TestCase("SELECT Id FROM Problms", "no table Problms")]
    [TestCase("SELECT p.Titel FROM Problem p", "no column Titel")]
    [TestCase("SELECT Titel FROM Problem", "has a column Titel")]
    [TestCase("SELECT p.Id FROM Problem p WHERE EXISTS (SELECT 1 FROM ProblemMember m WHERE m.ProblemId = p.Ident)", "no column Ident")]
    [TestCase("SELECT LENGTH(Title) FROM Problem", "LENGTH")]
    [TestCase("SELECT strftime('%s', OpenedAt) FROM Problem", "strftime")]
    [TestCase("SELECT Id FROM Problem WHERE Confidential", "syntax")]
    [TestCase("SELECT Id FROM Problem WHERE (StageSince, Id) > (@s, @i)", "syntax")]
    [TestCase("SELECT Number || Title FROM Problem", "this operator")]
    [TestCase("SELECT COUNT(*) FROM (SELECT Id FROM Problem)", "Unexpected end")]
    [TestCase("SELECT COUNT(*) FROM (SELECT Id FROM Problem ORDER BY Id) counted", "ORDER BY clause is not valid")]
    [TestCase("SELECT COUNT(*) FROM (SELECT MAX(Id) FROM Problem) counted", "has no name")]
    [TestCase("SELECT Id FROM Problem OFFSET 0 ROWS FETCH NEXT 3 ROWS ONLY", "ORDER BY|syntax")]
    [TestCase("SELECT Stage, Title, COUNT(*) FROM Problem GROUP BY Stage", "Title is neither grouped")]
    [TestCase("SELECT Title, COUNT(*) FROM Problem", "Title is neither grouped")]
    [TestCase("SELECT Stage AS s, COUNT(*) AS n FROM Problem GROUP BY s", "has a column s")]
    [TestCase("SELECT Stage AS s FROM Problem WHERE s = 'x'", "has a column s")]
    [TestCase("SELECT SUM(Confidential) FROM Problem", "BIT")]
    [TestCase("SELECT AVG(Visit) FROM Problem", "whole number")]
    [TestCase("SELECT MAX(Visit, MovesBack) FROM Problem", "2 arguments")]
    [TestCase("SELECT SUM(CASE WHEN EXISTS (SELECT 1 FROM Nudge n WHERE n.ProblemId = p.Id) THEN 1 ELSE 0 END) FROM Problem p",
        "of a subquery")]
    [TestCase("SELECT DISTINCT Stage FROM Problem ORDER BY Id", "SELECT DISTINCT")]
    [TestCase("SELECT CAST(Id AS TEXT) FROM Problem", "cast to Text")]
    [TestCase("INSERT INTO Problem (Number) VALUES (@n)", "gets no value")]
    [TestCase("INSERT INTO Setting (Name, Value) VALUES (@n, @v) ON CONFLICT DO NOTHING", "syntax")]
    [TestCase("UPDATE Problem SET Nme = 1 WHERE Id = @id", "no column Nme")]
    [TestCase("DELETE FROM Nudge WHERE Nme = 1", "has a column Nme")]
    [TestCase("PRAGMA optimize", "syntax|should not send")]
    [TestCase("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n", "syntax")]
    public void Rejects(string sql, string because) =>
        Assert.That(string.Join('\n', TSql.ObjectionsTo(sql)), Does.Match($"(?i){because}"));

    [TestCase("SELECT p.Id, (SELECT COUNT(*) FROM Nudge n WHERE n.ProblemId = p.Id) AS Nudges FROM Problem p "
        + "ORDER BY Nudges, p.Id OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY")]
    [TestCase("INSERT INTO NumberSeries (ForYear, LastNumber) SELECT @year, 0 WHERE NOT EXISTS (SELECT 1 FROM NumberSeries "
        + "WHERE ForYear = @year)")]
    [TestCase("WITH open_ones AS (SELECT Id, Stage FROM Problem WHERE Stage <> 'Closed') SELECT o.Stage, COUNT(*) AS n "
        + "FROM open_ones o GROUP BY o.Stage ORDER BY n")]
    [TestCase("SELECT i.NeighborhoodId, SUM(CASE WHEN i.LocalHour < 6 THEN 1 ELSE 0 END) AS Nightly FROM Incident i "
        + "GROUP BY i.NeighborhoodId HAVING COUNT(*) > 3")]
    [TestCase("SELECT (DATEDIFF_BIG(SECOND, p.StageSince, @Now) / 86400.0) AS Age, ROW_NUMBER() OVER (PARTITION BY p.Stage "
        + "ORDER BY p.StageSince) AS n FROM Problem p")]
    [TestCase("UPDATE p SET Visit = p.Visit + 1 FROM Problem p JOIN Nudge n ON n.ProblemId = p.Id WHERE n.Id = @id")]
    public void Accepts(string sql) => Assert.That(TSql.ObjectionsTo(sql), Is.Empty);

    [Test]
    public void Nested_fragments_are_swapped_too()
    {
        var twin = new TwinDialect();

        var swapped = TwinDialect.AsSqlServer(
            $"SELECT {twin.DaysBetween($"(SELECT OpenedAt FROM Problem ORDER BY Id {twin.First("1")})", "@Now")} AS Days");

        Assert.That(swapped,
            Is.EqualTo(
                "SELECT (DATEDIFF_BIG(SECOND, (SELECT OpenedAt FROM Problem "
                    + "ORDER BY Id OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY), @Now) / 86400.0) AS Days"));
    }
}
