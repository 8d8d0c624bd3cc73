using System.Text.RegularExpressions;
using ProblemTracker.Domain;
using ProblemTracker.Maps;

namespace ProblemTracker.Tests.Maps;

public sealed class MapPictureTests
{
    [Test]
    public void Numbers_that_would_cover_each_other_are_one_mark_also_once_others_joined_it()
    {
        const double metersPerDegree = 111_195;
        var map = new PublicMap(new MapSquare(0, 0, 1000), 0, [], new(0, [], []));
        PictureMark At(string text, double meters) => new(0, meters / metersPerDegree, text);

        // 1 and 3 together are wide enough to cover 2.
        var drawn = MapPicture.Draw(map, [At("1", 0), At("2", 70), At("3", 20), At("4", -300)]);

        Assert.That(Regex.Matches(drawn, "class=\"mark-text\"[^>]*>(.*?)</text>").Select(match => Regex.Replace(match.Groups[1].Value,
            "<[^>]+>", "").Trim()), Is.EquivalentTo(new[] { "1, 2, 3", "4" }));
    }
}
