using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.PublicSite;

/// <summary>What everyone may read about where something was reported.</summary>
public sealed class PublicPlaceTests
{
    [TestCase("412 Tanner Street", "400 block of Tanner Street")]
    [TestCase("412 Tanner Street, Apt 5", "400 block of Tanner Street")]
    [TestCase("7 Elm St", "First block of Elm St")]
    [TestCase("400 block of Tanner Street", "400 block of Tanner Street")]
    [TestCase("First block of Elm St", "First block of Elm St")]
    [TestCase("Tanner Street, 400 block", "400 block of Tanner Street")]
    [TestCase("Tanner Street, by the Copper Anchor", "Tanner Street")]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void House_number_becomes_its_block(string? typed, string? expected) =>
        Assert.That(PublicPlace.Read(typed) is { } street ? street.In(street.Name) : null, Is.EqualTo(expected));

    /// <summary>The point is near enough to find the block, and whoever is between two public points has one of them.</summary>
    [FsCheck.NUnit.Property]
    public bool Point_is_on_the_grid_within_half_of_its_width(int seed)
    {
        var degrees = seed % 180_000_000 / 1_000_000.0;
        var snapped = PublicPlace.Snap(degrees);
        return Math.Abs(snapped - degrees) <= PublicPlace.Grid / 2 + 1e-9
            && Math.Abs(snapped / PublicPlace.Grid - Math.Round(snapped / PublicPlace.Grid)) < 1e-6
            && PublicPlace.Snap(snapped).Equals(snapped);
    }
}
