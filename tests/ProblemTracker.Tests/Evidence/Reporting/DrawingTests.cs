using ImageMagick;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Evidence;

/// <summary>The one writer of pictures: what it writes as SVG and draws as PNG.</summary>
public sealed class DrawingTests
{
    private static readonly Paint Red = new("#ff0000");

    [Test]
    public void A_picture_is_the_same_in_both_forms()
    {
        var drawing = new Drawing(40, 20, "test").Add(new Box(0, 0, 20, 10, Red), new Disk(30, 10, 5, new("#0000ff")),
            new Outline([[(0, 20), (20, 20), (20, 12)]], Closed: true, new("#00ff00")));

        Assert.That(drawing.ToSvg(), Does.Contain("viewBox=\"0 0 40 20\"").And.Contain("<rect x=\"0\" y=\"0\" width=\"20\" height=\"10\"")
            .And.Contain("<circle cx=\"30\"").And.Contain("d=\"M0 20l20 0l0 -8z\""));
        using var image = new MagickImage(drawing.ToPng(2));
        Assert.That((image.Width, image.Height), Is.EqualTo((80u, 40u)));
        foreach (var (x, y, color) in new[]
        {
            (10, 10, "#ff0000"), (60, 20, "#0000ff"), (36, 34, "#00ff00"), (76, 4, "#ffffff"), (39, 19, "#ff0000"), (40, 20, "#ffffff"),
        })
            Assert.That(image.GetPixels().GetPixel(x, y).ToColor()!.ToHexString()[..7], Is.EqualTo(color).IgnoreCase, $"{x}, {y}");
    }

    [Test]
    public void Words_are_escaped_and_drawn_without_a_font_of_the_server()
    {
        var drawing = new Drawing(200, 40, "test").Add(new Label(100, 30, ["<b> & María"], 20, new("#000000")));

        Assert.That(drawing.ToSvg(), Does.Contain("&lt;b&gt; &amp; María"));
        using var image = new MagickImage(drawing.ToPng(1));
        Assert.That(image.Histogram().Keys.Any(color => color.R < 40), "letters");
        var (once, again) = (drawing.ToPng(1), drawing.ToPng(1));
        Assert.That(again, Is.EqualTo(once), "the same bytes each time");
    }

    [TestCase(0, "0", "1")]
    [TestCase(5, "0", "5")]
    [TestCase(23, "0", "25")]
    [TestCase(2_000_000_000, "0", "2,000,000,000")]
    public void The_axis_of_months_ends_at_a_round_number(int most, string first, string last)
    {
        var svg = MonthChart.Draw([new("2026-01", most)], start: null).ToSvg();
        var labels = System.Text.RegularExpressions.Regex.Matches(svg, "text-anchor=\"end\"[^>]*>([^<]*)<").Select(m => m.Groups[1].Value)
            .ToList();
        Assert.That((labels[0], labels[^1]), Is.EqualTo((first, last)));
        Assert.That(labels, Has.Count.InRange(2, 6));
    }
}
