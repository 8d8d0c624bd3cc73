using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace ProblemTracker.Shared;

/// <summary>How a shape is painted. Inside a page a style sheet can replace the colors, by class.</summary>
/// <param name="Fill">A color such as <c>#162e51</c>, or <c>none</c>.</param>
/// <param name="Width">Of the stroke.</param>
/// <param name="Opacity">Of the fill, 0 to 1.</param>
internal sealed record Paint(string Fill, string? Stroke = null, double Width = 0, double Opacity = 1);

/// <summary>Part of a picture, in the picture's own units.</summary>
/// <param name="Class">For style sheets; null for none.</param>
internal abstract record Shape(string? Class, Paint Paint);

/// <param name="Round">Radius of the corners.</param>
internal sealed record Box(double X, double Y, double Width, double Height, Paint Paint, string? Class = null, double Round = 0)
    : Shape(Class, Paint);

internal sealed record Disk(double X, double Y, double Radius, Paint Paint, string? Class = null) : Shape(Class, Paint);

/// <summary>One or more lines, drawn as one shape.</summary>
/// <param name="Closed">Whether each line is the edge of an area, or a hole in one.</param>
/// <param name="Href">Where a click leads; null for nowhere.</param>
internal sealed record Outline(
    IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines, bool Closed, Paint Paint, string? Class = null, string? Href = null)
    : Shape(Class, Paint);

internal enum Anchor { Start, Middle, End }

/// <summary>Words of one or more lines.</summary>
/// <param name="Y">The baseline of the first line.</param>
/// <param name="LineHeight">From one line to the next.</param>
/// <param name="Turn">Degrees, clockwise, around <paramref name="X"/> and <paramref name="Y"/>.</param>
internal sealed record Label(double X, double Y, IReadOnlyList<string> Lines, double Size, Paint Paint, string? Class = null,
    Anchor Anchor = Anchor.Middle, bool Bold = false, double LineHeight = 0, double Turn = 0) : Shape(Class, Paint)
{
    /// <summary>How far below its point a turned text has its baseline, so that the point is in the middle of its letters.</summary>
    public double Below { get; init; }
}

/// <summary>
/// The one writer of the server's pictures: SVG for pages and documents, without script and style, and PNG for what can't show SVG. Colors
/// are attributes, since a picture has no style sheet and the content security policy allows no styles in it. Beside each picture a table
/// or text says the same, so screen readers skip it.
/// </summary>
/// <param name="width">Units from side to side.</param>
/// <param name="decimals">Digits behind the point of coordinates.</param>
internal sealed partial class Drawing(int width, int height, string name, int decimals = 2)
{
    private const string Font = "sans-serif";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly List<Shape> _shapes = [];

    public int Width => width;
    public int Height => height;

    /// <summary>Whether the element says how large it is; otherwise the page does.</summary>
    public bool IsSized { get; init; } = true;

    public Drawing Add(params IEnumerable<Shape> shapes)
    {
        _shapes.AddRange(shapes);
        return this;
    }

    public string ToSvg() => new XElement(Svg + "svg", new XAttribute("class", name),
        IsSized ? new XAttribute("width", width) : null, IsSized ? new XAttribute("height", height) : null,
        new XAttribute("viewBox", $"0 0 {width} {height}"), new XAttribute("aria-hidden", "true"), new XAttribute("focusable", "false"),
        _shapes.Select(Element)).ToString(SaveOptions.DisableFormatting);

    private XElement Element(Shape shape) => shape switch
    {
        Box box => Of("rect", box, At("x", box.X), At("y", box.Y), At("width", box.Width), At("height", box.Height),
            box.Round > 0 ? At("rx", box.Round) : null),
        Disk disk => Of("circle", disk, At("cx", disk.X), At("cy", disk.Y), At("r", disk.Radius)),
        Outline outline => Linked(Of("path", outline, new XAttribute("d", Path(outline))), outline.Href),
        Label label => Text(label),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };

    private static XElement Of(string tag, Shape shape, params IEnumerable<XAttribute?> attributes)
    {
        var paint = shape.Paint;
        return new(Svg + tag, shape.Class is null ? null : new XAttribute("class", shape.Class), attributes,
            new XAttribute("fill", paint.Fill), paint.Opacity < 1 ? new XAttribute("fill-opacity", paint.Opacity) : null,
            paint.Stroke is null ? null : new XAttribute("stroke", paint.Stroke),
            paint.Stroke is null ? null : new XAttribute("stroke-width", paint.Width));
    }

    private XElement Text(Label label)
    {
        var text = Of("text", label, new XAttribute("font-size", label.Size), label.Bold ? new XAttribute("font-weight", 700) : null,
            label.Anchor == Anchor.Start ? null : new XAttribute("text-anchor", label.Anchor == Anchor.Middle ? "middle" : "end"),
            new XAttribute("font-family", Font), At("y", label.Y), label.Lines.Count == 1 ? At("x", label.X) : null,
            label.Below > 0 ? At("dy", label.Below) : null,
            label.Turn == 0 ? null : new XAttribute("transform", string.Create(CultureInfo.InvariantCulture,
                $"rotate({label.Turn} {label.X} {label.Y})")),
            // Letters over a stroke of their own, so that they can be read on lines.
            label.Paint.Stroke is null ? null : new XAttribute("stroke-linejoin", "round"),
            label.Paint.Stroke is null ? null : new XAttribute("paint-order", "stroke"));
        if (label.Lines.Count == 1) text.Add(label.Lines[0]);
        else
            text.Add(label.Lines.Select((line, i) =>
                new XElement(Svg + "tspan", At("x", label.X), i == 0 ? null : At("dy", label.LineHeight), line)));
        return text;
    }

    // The page has the same links in its text, for keyboards.
    private static XElement Linked(XElement element, string? href) => href is null ? element
        : new XElement(Svg + "a", new XAttribute("href", href), new XAttribute("tabindex", -1), element);

    private XAttribute At(string attribute, double value) => new(attribute, Number(value));

    private string Path(Outline outline)
    {
        var path = new StringBuilder();
        foreach (var line in outline.Lines)
        {
            var (lastX, lastY, begun) = (0.0, 0.0, false);
            foreach (var (fullX, fullY) in line)
            {
                var (x, y) = (Math.Round(fullX, decimals), Math.Round(fullY, decimals));
                if (!begun) path.Append('M').Append(Number(x)).Append(' ').Append(Number(y));
                else if (x != lastX || y != lastY) path.Append('l').Append(Number(x - lastX)).Append(' ').Append(Number(y - lastY));
                (lastX, lastY, begun) = (x, y, true);
            }
            if (outline.Closed) path.Append('z');
        }
        return path.ToString();
    }

    private string Number(double value) => (Math.Round(value, decimals) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
