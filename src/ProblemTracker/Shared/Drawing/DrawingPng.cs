using ImageMagick;
using ImageMagick.Drawing;

namespace ProblemTracker.Shared;

/// <summary>A picture as PNG.</summary>
internal sealed partial class Drawing
{
    /// <summary>The letters of our pages: a server may have none of its own.</summary>
    private static readonly Lazy<string> Letters = new(() =>
    {
        using var font = typeof(Drawing).Assembly.GetManifestResourceStream("picture-letters.ttf")!;
        var path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("problemtracker-").FullName, "letters.ttf");
        using var file = File.Create(path);
        font.CopyTo(file);
        return path;
    });

    /// <param name="scale">Pixels for each unit: 2 looks sharp on a phone.</param>
    public byte[] ToPng(double scale)
    {
        using var image = new MagickImage(MagickColors.White, (uint)Math.Round(Width * scale), (uint)Math.Round(Height * scale));
        // All at once, since each call goes over the whole image.
        var all = new Drawables();
        foreach (var shape in _shapes)
        {
            all.PushGraphicContext();
            Draw(all, shape, scale);
            all.PopGraphicContext();
        }
        all.Draw(image);
        image.Format = MagickFormat.Png;
        image.Strip();
        return image.ToByteArray();
    }

    private static void Draw(Drawables draw, Shape shape, double scale)
    {
        var paint = shape.Paint;
        draw.FillColor(Color(paint.Fill, paint.Opacity));
        if (paint.Stroke is { } stroke) draw.StrokeColor(new MagickColor(stroke)).StrokeWidth(paint.Width * scale);
        switch (shape)
        {
            // The last pixel belongs to the rectangle.
            case Box { Round: 0 } box:
                draw.Rectangle(scale * box.X, scale * box.Y, Math.Max(scale * box.X, scale * (box.X + box.Width) - 1),
                    Math.Max(scale * box.Y, scale * (box.Y + box.Height) - 1));
                break;
            case Box box:
                draw.RoundRectangle(scale * box.X, scale * box.Y, scale * (box.X + box.Width), scale * (box.Y + box.Height),
                    scale * box.Round, scale * box.Round);
                break;
            case Disk disk:
                draw.Circle(scale * disk.X, scale * disk.Y, scale * (disk.X + disk.Radius), scale * disk.Y);
                break;
            case Outline outline:
                draw.FillRule(FillRule.EvenOdd).Path(outline.Lines.SelectMany(line => Path(line, outline.Closed, scale)));
                break;
            case Label label:
                Write(draw, label, scale);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, null);
        }
    }

    private static IEnumerable<IPath> Path(IReadOnlyList<(double X, double Y)> line, bool closed, double scale)
    {
        for (var i = 0; i < line.Count; i++)
        {
            var at = new PointD(scale * line[i].X, scale * line[i].Y);
            yield return i == 0 ? new PathMoveToAbs(at) : new PathLineToAbs(at);
        }
        if (closed && line.Count > 0) yield return new PathClose();
    }

    private static void Write(Drawables draw, Label label, double scale)
    {
        draw.Font(Letters.Value).FontPointSize(label.Size * scale).TextAlignment(label.Anchor switch
        {
            Anchor.Start => TextAlignment.Left,
            Anchor.Middle => TextAlignment.Center,
            _ => TextAlignment.Right,
        });
        if (label.Turn != 0)
            draw.Translation(scale * label.X, scale * label.Y).Rotation(label.Turn).Translation(-scale * label.X, -scale * label.Y);
        // First the stroke around the letters, then the letters themselves.
        if (label.Paint.Stroke is { } stroke) Lines(new(stroke), new(stroke), label.Paint.Width * scale);
        // There is one weight of letters; a thin stroke makes them bold.
        Lines(new(label.Paint.Fill), label.Bold ? new(label.Paint.Fill) : MagickColors.None, label.Bold ? label.Size * scale / 30 : 0);

        void Lines(MagickColor fill, MagickColor stroke, double width)
        {
            draw.FillColor(fill).StrokeColor(stroke).StrokeWidth(width);
            for (var i = 0; i < label.Lines.Count; i++)
                if (label.Lines[i].Length > 0)
                    draw.Text(scale * label.X, scale * (label.Y + label.Below + i * label.LineHeight), label.Lines[i]);
        }
    }

    private static MagickColor Color(string fill, double opacity)
    {
        if (fill == "none") return MagickColors.None;
        var color = new MagickColor(fill);
        color.A = (byte)Math.Round(byte.MaxValue * opacity);
        return color;
    }
}
