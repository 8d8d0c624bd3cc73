using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OtpNet;
using ProblemTracker.Accounts;

namespace ProblemTracker.Tests.Accounts;

/// <summary>Codes of authenticator apps.</summary>
public sealed class TotpCodesTests
{
    private static readonly byte[] Rfc = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>The test vectors of RFC 6238, appendix B; apps show the last six of the eight digits.</summary>
    [TestCase(59, "287082")]
    [TestCase(1_111_111_109, "081804")]
    [TestCase(1_111_111_111, "050471")]
    [TestCase(1_234_567_890, "005924")]
    [TestCase(2_000_000_000, "279037")]
    [TestCase(20_000_000_000, "353130")]
    public void Codes_are_those_of_RFC_6238(long second, string code) =>
        Assert.That(TotpCodes.Step(Rfc, code, DateTimeOffset.FromUnixTimeSeconds(second), 0), Is.EqualTo(second / 30));

    [Test]
    public void Code_works_in_its_own_half_minute_and_in_those_beside_it() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(), Gen.Choose(-3, 3).ToArbitrary(), (start, drift) =>
        {
            var second = 1_700_000_000L + start.Get;
            var code = new Totp(Rfc).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(second).UtcDateTime);
            var step = TotpCodes.Step(Rfc, code, DateTimeOffset.FromUnixTimeSeconds(second + (drift * 30)), 0);
            // One code in a million is also that of another step nearby.
            return Math.Abs(drift) <= 1 ? step == second / 30 || step is not null : step is null || step != second / 30;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void No_code_works_twice()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(59);
        var step = TotpCodes.Step(Rfc, "287082", at, 0);

        Assert.That(TotpCodes.Step(Rfc, "287082", at, step!.Value), Is.Null);
        Assert.That(TotpCodes.Step(Rfc, "287082", at, step.Value + 1), Is.Null, "nor an earlier one");
    }

    [TestCase(" 287 082 ", true)]
    [TestCase("28708", false)]
    [TestCase("94287082", false)]
    [TestCase("", false)]
    [TestCase("abcdef", false)]
    public void Spaces_do_not_matter_but_digits_do(string typed, bool works) =>
        Assert.That(TotpCodes.Step(Rfc, typed, DateTimeOffset.FromUnixTimeSeconds(59), 0) is not null, Is.EqualTo(works));
}
