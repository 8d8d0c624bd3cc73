using MediatR;
using PublicHoliday;

namespace ProblemTracker.Agency;

/// <summary>The US federal holidays of this year and next, as days off: a holiday on a weekend is observed on Friday or Monday.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadFederalHolidays : IQuery<HolidayList>;

internal sealed class ReadFederalHolidaysHandler(AgencySettings agency) : IRequestHandler<ReadFederalHolidays, HolidayList>
{
    public async Task<HolidayList> Handle(ReadFederalHolidays query, CancellationToken ct)
    {
        var year = (await agency.Today(ct)).Year;
        return new([.. FederalHolidays.Observed(year).Concat(FederalHolidays.Observed(year + 1)).DistinctBy(day => day.Date)]);
    }
}

/// <summary>The rule of 5 U.S.C. 6103, without Inauguration Day, which is a holiday only around Washington.</summary>
internal static class FederalHolidays
{
    /// <summary>The days off that fall into a year, by date. New Year's Day of the next year can be observed on December 31.</summary>
    public static IReadOnlyList<HolidayItem> Observed(int year) =>
    [
        .. Of(year).Concat(Of(year + 1)).Where(day => day.Date.Year == year).OrderBy(day => day.Date),
    ];

    private static HolidayItem[] Of(int year) =>
    [
        Day(USAPublicHoliday.NewYear(year), "New Year's Day", new(year, 1, 1)),
        Day(USAPublicHoliday.MartinLutherKing(year), "Birthday of Martin Luther King, Jr."),
        Day(USAPublicHoliday.PresidentsDay(year), "Washington's Birthday"),
        Day(USAPublicHoliday.MemorialDay(year), "Memorial Day"),
        Day(USAPublicHoliday.Juneteenth(year), "Juneteenth National Independence Day", new(year, 6, 19)),
        Day(USAPublicHoliday.IndependenceDay(year), "Independence Day", new(year, 7, 4)),
        Day(USAPublicHoliday.LaborDay(year), "Labor Day"),
        Day(USAPublicHoliday.ColumbusDay(year), "Columbus Day"),
        Day(USAPublicHoliday.VeteransDay(year), "Veterans Day", new(year, 11, 11)),
        Day(USAPublicHoliday.Thanksgiving(year), "Thanksgiving Day"),
        Day(USAPublicHoliday.Christmas(year), "Christmas Day", new(year, 12, 25)),
    ];

    /// <param name="observed">The day off.</param>
    /// <param name="name">The holiday.</param>
    /// <param name="date">Its date, if it is the same each year.</param>
    private static HolidayItem Day(DateTime observed, string name, DateOnly? date = null)
    {
        var day = DateOnly.FromDateTime(observed);
        return new(day, date is null || date == day ? name : $"{name} (observed)");
    }
}

internal static class ReadFederalHolidaysEndpoint
{
    public static void MapReadFederalHolidays(this RouteGroupBuilder settings) => settings
        .MapGet("/holidays/federal", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadFederalHolidays(), ct))
        .WithName("ReadFederalHolidays").WithSummary("List the US federal holidays of this year and next, on the days they are observed");
}
