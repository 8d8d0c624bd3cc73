namespace ProblemTracker.Agency;

/// <summary>Registers the services and endpoints of Agency.</summary>
internal static class AgencySetup
{
    public static IServiceCollection AddAgency(this IServiceCollection services)
    {
        services.AddScoped<AgencySettings>();
        services.AddScoped<ListReader>();
        services.AddScoped<SetUpSteps>();
        services.AddSingleton(new SetUpStep("agency", SetUpStep.Agency, "Agency", "Enter the name, phone and time zone of your agency.",
            "/settings/agency", SetUpStep.Any("SELECT COUNT(*) FROM Setting z JOIN Setting a ON a.Name = @Agency WHERE z.Name = @TimeZone",
                new { SettingNames.Agency, SettingNames.TimeZone })));
        services.AddSingleton(new SetUpStep("logo", SetUpStep.Agency + 1, "Logo", "Upload the logo for the top of every page.",
            "/settings/agency#logo", SetUpStep.Any("SELECT COUNT(*) FROM AgencyLogo WHERE Id = 1"), IsOptional: true));
        services.AddSingleton(new SetUpStep("responsibility", SetUpStep.Responsibility, "Supervisors and commanders",
            "Choose the supervisor of each neighborhood, who is told when a problem stays overdue.", "/settings/responsibility",
            EveryNeighborhoodHasSupervisor, IsOptional: true));
        services.AddSingleton(new SetUpStep("categories", SetUpStep.Categories, "Categories",
            "Check the list of categories and save it, or keep it as it is.", "/settings/categories",
            SetUpStep.Saved(SettingNames.Categories), IsOptional: true));
        services.AddSingleton(new SetUpStep("deadlines", SetUpStep.Deadlines, "Deadlines",
            "Check the days for each stage and save them, or keep them as they are.", "/settings/deadlines",
            SetUpStep.Saved(SettingNames.Deadlines), IsOptional: true));
        services.AddSingleton(new SetUpStep("holidays", SetUpStep.Holidays, "Holidays",
            "Add the days on which nothing is due. One button adds the US federal holidays.", "/settings/holidays",
            SetUpStep.Any("SELECT COUNT(*) FROM Holiday"), IsOptional: true));
        return services;
    }

    private static async Task<bool> EveryNeighborhoodHasSupervisor(Db db, CancellationToken ct)
    {
        var rows = (await ResponsibilitySql.Read(db, DateOnly.MaxValue, ct)).Neighborhoods;
        return rows.Count > 0 && rows.All(row => row.SupervisorId is not null);
    }

    public static void MapAgency(this RouteGroupBuilder v1)
    {
        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadAgency();
        settings.MapChangeAgency();
        settings.MapReadPublicSite();
        settings.MapChangePublicSite();
        settings.MapReplaceLogo();
        settings.MapRemoveLogo();
        settings.MapReadSetUp();
        settings.MapChangeSetUpStep();
        settings.MapReadCategories();
        settings.MapReplaceCategories();
        settings.MapReadDeadlines();
        settings.MapChangeDeadlines();
        settings.MapReadHolidays();
        settings.MapReplaceHolidays();
        settings.MapReadFederalHolidays();
        settings.MapReadHolidayCoverage();
        settings.MapListTimeZones();
        settings.MapReadTimeZone();
        settings.MapChangeTimeZone();
        settings.MapReadResponsibility();
        settings.MapChangeResponsibility();
    }
}
