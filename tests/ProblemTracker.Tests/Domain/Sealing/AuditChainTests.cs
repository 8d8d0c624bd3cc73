using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Sealing;

public sealed class AuditChainTests
{
    private static readonly string Salt = string.Concat(Enumerable.Repeat("ab", AuditChain.SaltLength));
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 2, 8, 59, 0, TimeSpan.FromHours(-5)).AddTicks(1234567);
    private static readonly AuditFields Entry = new(7, At, 3, "problem.stage", null, "42");
    private static readonly AuditPayload Payload = new("10.0.0.1", "Señor \"O’Brien\"\n<b>", null, """{"n":1}""");

    // Computed with Python: json.dumps(…, sort_keys=True, separators=(',', ':'), ensure_ascii=False) and hashlib.sha256.
    private const string Digest = "ac8fb3c04cda4c551f22f453020c5e508ab7c8c02ec3b0c39d8d9b32e6161fa6";
    private const string Hash = "539a9230bc3c2112602844186c977f7c3e32d3395d10119e85e66545a660d596";

    [Test]
    public void Another_program_computes_the_same_hashes()
    {
        Assert.That(AuditChain.Digest(Salt, Payload), Is.EqualTo(Digest));
        Assert.That(AuditChain.Hash(AuditChain.Beginning, 1, TrackerHost.Start, Entry, Digest), Is.EqualTo(Hash));
    }

    [Test]
    public void Every_field_of_an_entry_counts()
    {
        AuditFields[] others =
        [
            Entry with { Id = 8 }, Entry with { At = At.AddTicks(1) }, Entry with { PersonId = null },
            Entry with { Event = "problem.stag" },
            Entry with { ProblemId = 1 }, Entry with { SubjectId = null },
        ];
        Assert.That(others.Select(other => AuditChain.Hash(AuditChain.Beginning, 1, TrackerHost.Start, other, Digest)),
            Is.All.Not.EqualTo(Hash));
        Assert.That(AuditChain.Hash(Hash, 1, TrackerHost.Start, Entry, Digest), Is.Not.EqualTo(Hash));
        Assert.That(AuditChain.Hash(AuditChain.Beginning, 2, TrackerHost.Start, Entry, Digest), Is.Not.EqualTo(Hash));
        Assert.That(AuditChain.Hash(AuditChain.Beginning, 1, TrackerHost.Start.AddTicks(1), Entry, Digest), Is.Not.EqualTo(Hash));
        AuditPayload[] texts =
        [
            Payload with { Origin = "" }, Payload with { Summary = null }, Payload with { Before = "" }, Payload with { After = null },
        ];
        Assert.That(texts.Select(text => AuditChain.Digest(Salt, text)), Is.All.Not.EqualTo(Digest));
        Assert.That(AuditChain.Digest(AuditChain.NewSalt(), Payload), Is.Not.EqualTo(Digest));
    }

    [Test]
    public void Canonical_JSON_reads_back_and_does_not_depend_on_the_order_of_members() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<string?>().Filter(text => text is null || text.All(c => !char.IsSurrogate(c))),
            ArbMap.Default.ArbFor<int>(), (text, number) =>
            {
                var json = CanonicalJson.Of(("b", text), ("a", (long)number), ("B", null));
                using var read = JsonDocument.Parse(json);
                return json.StartsWith("{\"B\":null,\"a\":", StringComparison.Ordinal)
                    && read.RootElement.GetProperty("b").GetString() == text && read.RootElement.GetProperty("a").GetInt64() == number
                    && json == CanonicalJson.Of(("B", null), ("b", text), ("a", (long)number));
            }).QuickCheckThrowOnFailure();

    [Test]
    public void Canonical_JSON_refuses_what_it_can_not_write_exactly()
    {
        Assert.That(() => CanonicalJson.Of(("a", 1.5)), Throws.ArgumentException);
        Assert.That(() => CanonicalJson.Of(("a", long.MaxValue)), Throws.ArgumentException);
        Assert.That(CanonicalJson.Of(("a", "\u0001\u001f/é\u2028")), Is.EqualTo("{\"a\":\"\\u0001\\u001f/é\u2028\"}"));
    }
}
