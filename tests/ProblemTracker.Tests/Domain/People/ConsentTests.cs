using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

public sealed class ConsentTests
{
    private static readonly Consent Narrow = new(new(2026, 1, 5), ConsentScope.OwnActions, null);
    private static readonly Consent Wide = new(new(2026, 2, 5), ConsentScope.WholeProblem, null);
    private static readonly Consent Withdrawn = new(new(2025, 1, 5), ConsentScope.WholeProblem, new(2025, 6, 5));
    private static readonly Consent Refused = new(null, null, new(2025, 6, 5));

    [Test]
    public void Consent_is_given_only_if_recorded_and_not_withdrawn() => Assert.That(
        new[] { Narrow, Wide, Withdrawn, Refused, Consent.None }.Select(c => c.IsGiven),
        Is.EqualTo(new[] { true, true, false, false, false }));

    [Test]
    public void Merging_keeps_the_stricter_consent() => Assert.Multiple(() =>
    {
        foreach (var no in new[] { Withdrawn, Refused })
            foreach (var other in new[] { Narrow, Wide, Consent.None })
            {
                Assert.That(no.With(other, sameAddress: true), Is.EqualTo(no));
                Assert.That(other.With(no, sameAddress: false), Is.EqualTo(no), "a withdrawal on either entry applies");
            }
        Assert.That(Wide.With(Narrow, sameAddress: false), Is.EqualTo(Narrow));
        Assert.That(Narrow.With(Wide, sameAddress: true), Is.EqualTo(Narrow));
    });

    [Test]
    public void Entry_without_a_record_withdraws_nothing() =>
        Assert.That(Wide.With(Consent.None, sameAddress: false), Is.EqualTo(Wide));

    [Test]
    public void Consent_moves_only_with_its_email_address() => Assert.Multiple(() =>
    {
        Assert.That(Consent.None.With(Wide, sameAddress: true), Is.EqualTo(Wide));
        Assert.That(Consent.None.With(Wide, sameAddress: false), Is.EqualTo(Consent.None));
    });

    [TestCase(StakeholderKind.Resident, true)]
    [TestCase(StakeholderKind.Landlord, true)]
    [TestCase(StakeholderKind.Other, true)]
    [TestCase(StakeholderKind.Business, false)]
    [TestCase(StakeholderKind.Agency, false)]
    [TestCase(StakeholderKind.ServiceProvider, false)]
    [TestCase(StakeholderKind.School, false)]
    [TestCase(StakeholderKind.FaithGroup, false)]
    [TestCase(StakeholderKind.Media, false)]
    public void Three_kinds_may_be_a_person(StakeholderKind kind, bool may) => Assert.That(kind.MayBePerson(), Is.EqualTo(may));
}
