namespace ProblemTracker.Maps;

/// <summary>Collects the points of a view one by one, and counts them in hexagons once there are too many to draw.</summary>
internal sealed class MapCollector(MapBox box)
{
    private readonly List<MapPlace> _places = [];
    private readonly Dictionary<(int Row, int Half), int> _cells = [];
    private readonly double _width = Hexagons.WidthFor(box);

    public int Total { get; private set; }

    /// <summary>The points as collected; empty if there are too many.</summary>
    public IReadOnlyList<MapPlace> Places => Total > MapData.MostPoints ? [] : _places;

    public void Add(MapPlace place)
    {
        Total++;
        if (Total <= MapData.MostPoints)
        {
            _places.Add(place);
            return;
        }
        if (_cells.Count == 0) foreach (var earlier in _places) Count(earlier);
        Count(place);
    }

    /// <param name="points">Describes the points; not called if there are hexagons.</param>
    public async Task<MapData> Data(Func<IReadOnlyList<MapPlace>, Task<MapPoints>> points) => Total <= MapData.MostPoints
        ? new(Total, box, await points(_places), null) : new(Total, box, null, Cells());

    private MapCells Cells()
    {
        var cells = _cells.OrderByDescending(cell => cell.Value).ThenBy(cell => cell.Key).Select(cell =>
            (At: Hexagons.Center(cell.Key, _width), Count: cell.Value)).ToList();
        return new(_width, [.. cells.Select(cell => Math.Round(cell.At.Latitude, 6))],
            [.. cells.Select(cell => Math.Round(cell.At.Longitude, 6))], [.. cells.Select(cell => cell.Count)]);
    }

    private void Count(MapPlace place)
    {
        var cell = Hexagons.Of(place.Latitude, place.Longitude, _width);
        _cells[cell] = _cells.GetValueOrDefault(cell) + 1;
    }
}
