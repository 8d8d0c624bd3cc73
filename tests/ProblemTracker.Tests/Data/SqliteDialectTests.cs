using ProblemTracker.Data;

namespace ProblemTracker.Tests.Data;

public sealed class SqliteDialectTests
{
    /// <summary>2 is FULL: committed data survives a power failure. Test hosts turn this off.</summary>
    [Test]
    public async Task Product_waits_for_the_disk_at_every_commit()
    {
        using var gate = new WriterGate();
        await using var db = new Db(new(new SqliteDialect(), "Data Source=:memory:"), gate, TimeProvider.System);

        Assert.That(await db.Single<int>("PRAGMA synchronous", null, default), Is.EqualTo(2));
    }
}
