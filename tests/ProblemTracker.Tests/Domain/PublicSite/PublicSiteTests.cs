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
        var block = PublicPlace.Block($"{Math.Abs(number % 1_000_000)} {string.Concat((street ?? "").Where(char.IsLetter))}");
        Assert.That(PublicPlace.NamesHouse(block), Is.False, block);
        Assert.That(PublicPlace.Block(block), Is.EqualTo(block));
    }

    [TestCase("Tanner Street 412")]
    [TestCase("#412 Tanner Street")]
    [TestCase("412, Tanner Street")]
    [TestCase("Apt 3, 412 Tanner Street")]
    [TestCase("The house at 412 Tanner")]
    [TestCase("４１２ Tanner Street")]
    [TestCase("412-B Tanner Street")]
    [TestCase("Calle Tanner 412")]
    public void Number_of_a_house_is_found_however_it_is_written(string place) => Assert.That(PublicPlace.NamesHouse(place));

    [TestCase("Tanner Street, 400 block")]
    [TestCase("Cuadra 400 de Tanner Street")]
    [TestCase("Calle 8")]
    [TestCase("The 7-Eleven on 5th Street")]
    [TestCase("I-90 at Exit 4")]
    [TestCase("Avenue C and 12th Street")]
    public void Numbers_of_streets_and_blocks_are_no_houses(string place) => Assert.That(PublicPlace.NamesHouse(place), Is.False);

    [TestCase("They live at 412 Bell Street, Mr. Smith", true)]
    [TestCase("At 9 Elm St they shout", true)]
    [TestCase("The 400 block of Bell Street", false)]
    [TestCase("We counted 12 cars on Bell Street in 3 nights", false)]
    [TestCase("You called 62 times", false)]
    public void House_is_found_in_a_text(string text, bool found) => Assert.That(PublicPlace.NamesHouseIn(text), Is.EqualTo(found));

    [Test]
    public void Counts_under_five_are_hidden_and_surveys_are_not()
    {
        Assert.That(Enumerable.Range(0, 7).Select(PublicFigures.Shown), Is.EqualTo(new int?[] { null, null, null, null, null, 5, 6 }));
        Assert.That(PublicFigures.Shown(MeasureKind.Calls, 4.9), Is.Null);
        Assert.That(PublicFigures.Shown(null, 4.9), Is.Null);
        Assert.That(PublicFigures.Shown(MeasureKind.Fear, 2.5), Is.EqualTo(2.5));
    }
}
