using System.Linq.Expressions;
using FluentValidation;

namespace ProblemTracker.Maps;

/// <summary>
/// A view as asked for: the four sides in degrees; none of them for everything there is, but for single points that lie far away.
/// </summary>
/// <param name="Far">Whether to say which points lie far away. Always said without sides.</param>
public sealed record MapView(
    double? South = null, double? West = null, double? North = null, double? East = null, bool? Far = null)
{
    internal MapBox? Box => this is { South: { } south, West: { } west, North: { } north, East: { } east }
        ? new(south, west, north, east) : null;

    internal bool AsksForFar => Far ?? Box is null;

    /// <summary>Validation errors: field and message.</summary>
    internal IEnumerable<(string Field, string Sentence)> Wrong()
    {
        var sides = new[] { ("south", South, 90.0), ("west", West, 180.0), ("north", North, 90.0), ("east", East, 180.0) };
        if (sides.Any(side => side.Item2 is null) && sides.Any(side => side.Item2 is not null))
            yield return (sides.First(side => side.Item2 is null).Item1, "Give south, west, north and east together, or none of them.");
        foreach (var (field, degrees, most) in sides)
            // Negated so that NaN fails too.
            if (degrees is { } given && !(Math.Abs(given) <= most)) yield return (field, $"Must be between -{most} and {most} degrees.");
        if (South > North) yield return ("south", "South is north of north. Swap them.");
        if (West > East) yield return ("west", "West is east of east. Swap them; a view can't cross the date line.");
    }
}

internal static class MapViewRules
{
    public static void ViewRules<T>(this AbstractValidator<T> validator, Expression<Func<T, MapView?>> view)
    {
        var read = view.Compile();
        validator.RuleFor(message => message).Custom((message, context) =>
        {
            foreach (var (field, sentence) in read(message)?.Wrong() ?? []) context.AddFailure(field, sentence);
        });
    }
}
