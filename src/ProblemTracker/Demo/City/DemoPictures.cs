using System.Globalization;
using System.Text;
using ImageMagick;
using ImageMagick.Drawing;
using ProblemTracker.Problems;

namespace ProblemTracker.Demo;

/// <summary>
/// Draws the pictures and writes the documents of the demo city, so that none of them shows a real place or belongs to anyone.
/// </summary>
internal static class DemoPictures
{
    private const int Width = 960, Height = 720, Ground = 520;

    /// <summary>A street with house fronts, at night or by day.</summary>
    /// <param name="lamps">How many street lights shine.</param>
    /// <param name="people">How many people stand there.</param>
    /// <param name="bottles">How many bottles lie on the ground.</param>
    public static FileUpload Street(string name, bool night, int lamps = 0, int people = 0, int bottles = 0)
    {
        var (sky, wall, window, ground) = night
            ? ("#101828", "#1f2937", "#374151", "#0b0f16") : ("#bcd7ee", "#c9b59b", "#7a93a8", "#8a8f94");
        using var image = new MagickImage(new MagickColor(sky), Width, Height);
        var draw = new Drawables().StrokeOpacity(new Percentage(0));
        draw.FillColor(new MagickColor(ground)).Rectangle(0, Ground, Width, Height);
        for (var house = 0; house < 4; house++)
        {
            var (left, top) = (house * 240, 150 + (house * 53 % 110));
            draw.FillColor(new MagickColor(wall)).Rectangle(left, top, left + 228, Ground);
            for (var row = 0; row < 3; row++)
                for (var column = 0; column < 3; column++)
                {
                    var lit = night && (house + row + column) % 5 == 0;
                    draw.FillColor(new MagickColor(lit ? "#e8c468" : window))
                        .Rectangle(left + 26 + (column * 66), top + 30 + (row * 90), left + 66 + (column * 66), top + 84 + (row * 90));
                }
        }
        for (var lamp = 0; lamp < lamps; lamp++)
        {
            var x = 150 + (lamp * 300);
            if (night)
                draw.FillColor(new MagickColor("#f5d98a55")).Polygon([new(x, 250), new(x - 150, Ground + 110), new(x + 150, Ground + 110)]);
            draw.FillColor(new MagickColor("#3d434b")).Rectangle(x - 5, 250, x + 5, Ground + 60);
            draw.FillColor(new MagickColor("#fff3c4")).Circle(x, 245, x + 18, 245);
        }
        for (var person = 0; person < people; person++)
        {
            var (x, y) = (120 + (person * 97 % 760), Ground - 20 + (person * 37 % 60));
            draw.FillColor(new MagickColor(night ? "#05070b" : "#3b3f52"))
                .Circle(x, y - 70, x + 13, y - 70).Rectangle(x - 15, y - 56, x + 15, y + 45);
        }
        for (var bottle = 0; bottle < bottles; bottle++)
        {
            var (x, y) = (80 + (bottle * 131 % 800), Ground + 70 + (bottle * 43 % 110));
            draw.FillColor(new MagickColor("#2f7d4f")).Rectangle(x, y, x + 40, y + 14).Rectangle(x + 40, y + 4, x + 56, y + 10);
        }
        draw.Draw(image);
        image.Format = MagickFormat.Jpeg;
        return FileUpload.Of(name, image.ToByteArray());
    }

    /// <summary>A PDF of one page.</summary>
    /// <param name="lines">ASCII without parentheses.</param>
    public static FileUpload Letter(string name, params IReadOnlyList<string> lines)
    {
        var text = $"BT /F1 12 Tf 14 TL 72 720 Td {string.Join(" ", lines.Select(line => $"({line}) Tj T*"))} ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {text.Length} >>\nstream\n{text}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        List<int> places = [];
        foreach (var (i, one) in objects.Index())
        {
            places.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{one}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) pdf.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return FileUpload.Of(name, Encoding.ASCII.GetBytes(pdf.ToString()));
    }
}
