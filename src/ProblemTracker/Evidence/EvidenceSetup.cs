using ProblemTracker.Jobs;

namespace ProblemTracker.Evidence;

/// <summary>Registers the services, the job and the endpoints of evidence.</summary>
internal static class EvidenceSetup
{
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddScoped<NightReader>();
        services.AddScoped<SignalMerge>();
        services.AddScoped<SignalCounts>();
        services.AddScoped<ReportCounts>();
        services.AddScoped<ReportFigures>();
        services.AddScoped<ReportReader>();
        services.AddSingleton<CityHours>();
        services.AddScoped<EvidenceWords>();
        services.AddScoped<EvidenceReader>();
        services.AddScoped<EvidenceFigures>();
        services.AddSingleton(new RecurringJob("signals", RecurringJob.EveryFiveMinutes,
            "Looks for signals in the incidents, once a night", (jobs, ct) => jobs.Send(new RunSignals(), ct)));
        services.AddScoped<TestReader>();
        services.AddScoped<TestPlaces>();
        services.AddScoped<MeasureReader>();
        services.AddScoped<TestBaselines>();
        services.AddScoped<FirstIncidents>();
        services.AddScoped<EvaluationReader>();
        services.AddScoped<TestRuns>();
        services.AddScoped<OtherExplanations>();
        services.AddSingleton(new RecurringJob("tests", RecurringJob.EveryFiveMinutes,
            "Computes the tests of running responses, once a day and after each import", (jobs, ct) => jobs.Send(new EvaluateTests(), ct)));
        return services;
    }

    public static void MapEvidence(this RouteGroupBuilder v1)
    {
        var signals = v1.MapGroup("/signals").WithTags("Signals");
        signals.MapListSignals();
        signals.MapReadSignalRun();
        signals.MapReadSignal();
        signals.MapDismissSignal();
        signals.MapLinkSignal();
        var problems = v1.MapGroup("/problems").WithTags("Evidence");
        problems.MapReadEvaluation();
        problems.MapPlanTest();
        problems.MapReadTestAreas();
        problems.MapListMeasures();
        problems.MapWriteSeries();
        problems.MapEvaluateTest();
        problems.MapFindControlAreas();
        problems.MapChangeProblemReport();
        problems.MapReadEvidence();
        problems.MapChooseEvidence();
        problems.MapListCitations();
        problems.MapCiteEvidence();
        problems.MapUpdateCitation();
        problems.MapWriteHypothesis();
        problems.MapWeighEvidence();
        problems.MapListChecklists();
        problems.MapFillChecklist();
        problems.MapCorrectChecklist();
        problems.MapAddChecklistFiles();
        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadChecklistItems();
        settings.MapReplaceChecklistItems();
    }
}
