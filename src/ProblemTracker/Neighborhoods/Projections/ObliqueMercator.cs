namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Hotine's oblique Mercator, from x and y to degrees, for southeastern Alaska. ProjNET's gives other places than PROJ. Formulas: IOGP
/// Geomatics Guidance Note 7-2, methods 9812 (variant A) and 9815 (variant B), with its letters.
/// </summary>
internal sealed class ObliqueMercator
{
    private readonly double _a, _b, _e, _h, _middle, _unit, _east, _north, _offset, _sinGrid, _cosGrid, _sinStart, _cosStart;

    public ObliqueMercator(ProjectionTerms terms)
    {
        var latitude = double.DegreesToRadians(terms.Value("lat_0"));
        var azimuth = double.DegreesToRadians(terms.Value("alpha"));
        var grid = double.DegreesToRadians(terms.Values.GetValueOrDefault("gamma", terms.Value("alpha")));
        (_unit, _east, _north) = (terms.Unit, terms.Value("x_0"), terms.Value("y_0"));
        var e2 = (2 - 1 / terms.Flattening) / terms.Flattening;
        _e = Math.Sqrt(e2);
        var (sin, cos) = Math.SinCos(latitude);
        var root = Math.Sqrt(1 - e2);
        _b = Math.Sqrt(1 + e2 * Math.Pow(cos, 4) / (1 - e2));
        _a = terms.Axis * _b * terms.Value("k") * root / (1 - e2 * sin * sin);
        var t = Math.Tan(Math.PI / 4 - latitude / 2) / Math.Pow((1 - _e * sin) / (1 + _e * sin), _e / 2);
        var d = Math.Max(1, _b * root / (cos * Math.Sqrt(1 - e2 * sin * sin)));
        var rest = Math.Sqrt(d * d - 1) * Math.Sign(latitude);
        var f = d + rest;
        _h = f * Math.Pow(t, _b);
        var start = Math.Asin(Math.Sin(azimuth) / d);
        _middle = double.DegreesToRadians(terms.Value("lonc")) - Math.Asin((f - 1 / f) / 2 * Math.Tan(start)) / _b;
        _offset = terms.Values.ContainsKey("no_uoff") ? 0 : _a / _b * Math.Atan2(rest, Math.Cos(azimuth));
        (_sinGrid, _cosGrid) = Math.SinCos(grid);
        (_sinStart, _cosStart) = Math.SinCos(start);
    }

    /// <inheritdoc cref="ToDegrees"/>
    public void ToDegrees(ref double x, ref double y)
    {
        var (east, north) = (x * _unit - _east, y * _unit - _north);
        var v = east * _cosGrid - north * _sinGrid;
        var (sinU, cosU) = Math.SinCos(_b * (north * _cosGrid + east * _sinGrid + _offset) / _a);
        var q = Math.Exp(-_b * v / _a);
        var (s, half) = ((q - 1 / q) / 2, (q + 1 / q) / 2);
        var u = (sinU * _cosStart + s * _sinStart) / half;
        var t = Math.Pow(_h / Math.Sqrt((1 + u) / (1 - u)), 1 / _b);
        var latitude = Math.PI / 2 - 2 * Math.Atan(t);
        // Converges to less than a millimeter in four steps.
        for (var step = 0; step < 6; step++)
        {
            var sin = _e * Math.Sin(latitude);
            latitude = Math.PI / 2 - 2 * Math.Atan(t * Math.Pow((1 - sin) / (1 + sin), _e / 2));
        }
        y = double.RadiansToDegrees(latitude);
        x = double.RadiansToDegrees(_middle - Math.Atan2(s * _cosStart - sinU * _sinStart, cosU) / _b);
    }
}
