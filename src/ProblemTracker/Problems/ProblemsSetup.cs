using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Jobs;
using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>Registers the services and endpoints of Problems.</summary>
internal static class ProblemsSetup
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddScoped<CaseFiles>();
        services.AddScoped<FullProblems>();
        services.AddScoped<DueDates>();
        services.AddScoped<CalendarChanged>(p => p.GetRequiredService<DueDates>().Recompute);
        services.AddScoped<PersonChanged>(p => (personId, ct) => LadderMark.ResetPerson(p.GetRequiredService<Db>(), personId, ct));
        services.AddSingleton(ProblemRetention.Kind);
        services.AddScoped<LastDecisions>();
        services.AddScoped<Requests>();
        services.AddTransient<BulkSteps>();
        services.AddScoped<RequestReader>();
        services.AddScoped<SearchedRecord, SearchedProblems>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(NoteViews<,>));
        services.AddHostedService<AccessWriter>();
        services.AddSingleton(new RecurringJob("handovers", RecurringJob.EveryFiveMinutes, "Returns what was handed over until a day",
            Return, RunsAtStart: true));
        services.AddSingleton<StoredFiles>();
        services.AddScoped<FileIntake>();
        services.AddSingleton(new RecurringJob("files", RecurringJob.EveryFiveMinutes, "Deletes stored files that no problem has",
            (job, ct) => job.Send(new SweepFiles(), ct)));
        return services;
    }

    private static async Task Return(JobMessages job, CancellationToken ct)
    {
        while ((await job.Send(new ReturnWork(), ct)).HasMore) { }
    }

    public static void MapProblems(this RouteGroupBuilder v1)
    {
        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapListProblems();
        problems.MapReadProblemMap();
        problems.MapFindByNumber();
        problems.MapOpenProblem();
        problems.MapFindSimilar();
        problems.MapListMoves();
        problems.MapReadProblem();
        problems.MapAdvanceStage();
        problems.MapUndoDecision();
        problems.MapRecordFollowUp();
        problems.MapReadSheets();
        problems.MapSaveScanning();
        problems.MapSaveAnalysis();
        problems.MapSaveResponse();
        problems.MapSaveAssessment();
        problems.MapStartResponse();
        problems.MapAmendResponse();
        problems.MapListActions();
        problems.MapAddAction();
        problems.MapMakeActions();
        problems.MapReadLessons();
        problems.MapChangeProblem();
        problems.MapChangeProblems();
        v1.MapGroup("/neighborhoods").WithTags("Neighborhoods").MapMoveProblems();
        problems.MapAssignProblem();
        problems.MapListNotes();
        problems.MapWriteNote();
        problems.MapAddFiles();
        problems.MapListFiles();
        problems.MapWatchProblem();
        problems.MapListMentionable();
        problems.MapReadTimeline();
        problems.MapReadAudit();
        problems.MapExtendDeadline();
        problems.MapHoldProblem();
        problems.MapResumeProblem();
        problems.MapCreateRequest();
        problems.MapListProblemRequests();

        var files = v1.MapGroup("/files").WithTags("Files");
        files.MapReadFile();
        files.MapReadFileContent();
        files.MapChangeFileCaption();
        files.MapDeleteFile();

        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadFileLimits();
        settings.MapChangeFileLimits();

        var views = v1.MapGroup("/views").WithTags("Views");
        views.MapListViews();
        views.MapSaveView();
        views.MapDeleteView();

        var objectives = v1.MapGroup("/objectives").WithTags("Objectives");
        objectives.MapListObjectives();

        var scores = v1.MapGroup("/scores").WithTags("Scores");
        scores.MapListScores();

        var requests = v1.MapGroup("/requests").WithTags("Requests");
        requests.MapListRequests();
        requests.MapApproveRequest();
        requests.MapReturnRequest();
        requests.MapWithdrawRequest();

        var actions = v1.MapGroup("/actions").WithTags("Actions");
        actions.MapFindActions();
        actions.MapReadAction();
        actions.MapChangeAction();
        actions.MapChangeActions();

        var overrides = v1.MapGroup("/overrides").WithTags("Overrides");
        overrides.MapListOverrides();

        var audit = v1.MapGroup("/audit").WithTags("Audit");
        audit.MapListAudit();

        var people = v1.MapGroup("/people").WithTags("People");
        people.MapReadCaseload();
        people.MapHandOverCaseload();
        people.MapHandOverWork();
        people.MapReadLoads();
    }
}
