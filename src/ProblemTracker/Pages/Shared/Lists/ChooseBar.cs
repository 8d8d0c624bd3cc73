namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_ChooseBar</c>.</summary>
/// <param name="Shown">Number of rows on the page.</param>
/// <param name="Total">Number of rows that match the filter, in words.</param>
/// <param name="HasMore">Whether more match than are on the page.</param>
/// <param name="Step">The button, such as "Change problems".</param>
public sealed record ChooseBar(int Shown, string Total, bool HasMore, string Step)
{
    public static ChooseBar Of<T>(Page<T> list, string step) =>
        new(list.Items.Count, $"{list.Total:N0}{(list.TotalIsCapped ? "+" : "")}", list.Total > list.Items.Count, step);
}
