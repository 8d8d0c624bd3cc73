using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.PublicSite;

/// <summary>What anyone may read: blocks instead of houses, and no small counts.</summary>
public sealed class PublicSiteTests
{
    [TestCase("412 Tanner Street", "400 block of Tanner Street")]
    [TestCase("12B Elm St", "First block of Elm St")]
    [TestCase("1205-2 5th Street", "1200 block of 5th Street")]
    [TestCase("99 Ropewalk, behind the laundromat", "First block of Ropewalk, behind the laundromat")]
    public void House_number_becomes_the_block(string address, string block)
    {
        Assert.That(PublicPlace.NamesHouse(address));
        Assert.That(PublicPlace.Block(address), Is.EqualTo(block));
        Assert.That(PublicPlace.NamesHouse(block), Is.False);
    }

    [TestCase("400 block of Tanner Street")]
    [TestCase("5th Street")]
    [TestCase("Tanner Street and Elm Street")]
    [TestCase("Highway 61")]
    [TestCase("")]
    [TestCase("2026")]
    public void Places_without_a_house_stay_as_they_are(string place)
    {
        Assert.That(PublicPlace.NamesHouse(place), Is.False);
        Assert.That(PublicPlace.Block(place), Is.EqualTo(place));
    }

    [FsCheck.NUnit.Property]
    public void Block_of_any_address_names_no_house(int number, string? street)
    {
        var block = PublicPlace.Block($"{Math.Abs(number % 1_000_000)} {street}");
        Assert.That(PublicPlace.NamesHouse(block), Is.False, block);
        Assert.That(PublicPlace.Block(block), Is.EqualTo(block));
    }

    [Test]
    public void Counts_under_five_are_hidden_and_surveys_are_not()
    {
        Assert.That(Enumerable.Range(0, 7).Select(PublicFigures.Shown), Is.EqualTo(new int?[] { null, null, null, null, null, 5, 6 }));
        Assert.That(PublicFigures.Shown(MeasureKind.Calls, 4.9), Is.Null);
        Assert.That(PublicFigures.Shown(null, 4.9), Is.Null);
        Assert.That(PublicFigures.Shown(MeasureKind.Fear, 2.5), Is.EqualTo(2.5));
    }
}
