using ProblemTracker.Jobs;

namespace ProblemTracker.Surveys;

/// <summary>Registers the services and endpoints of Surveys.</summary>
internal static class SurveysSetup
{
    public static IServiceCollection AddSurveys(this IServiceCollection services)
    {
        services.AddScoped<SurveyWork>();
        services.AddScoped<SurveyResultReader>();
        services.AddScoped<NeighborhoodMeasures>();
        services.AddSingleton<AnswerTraces>();
        services.AddSingleton(new RecurringJob("survey-waves", RecurringJob.EveryFiveMinutes, "Closes waves of surveys that have ended",
            async (jobs, ct) =>
            {
                await jobs.Send(new CloseEndedWaves(), ct);
                await jobs.Send(new EraseAnswerTraces(), ct);
            }));
        return services;
    }

    public static void MapSurveys(this RouteGroupBuilder v1)
    {
        v1.MapGroup("/problems").WithTags("Problems").MapListSurveyMeasures();

        var surveys = v1.MapGroup("/surveys").WithTags("Surveys");
        surveys.MapListSurveys();
        surveys.MapReadSurvey();
        surveys.MapCreateSurvey();
        surveys.MapReplaceQuestions();
        surveys.MapAddWave();
        surveys.MapOpenWave();
        surveys.MapIssueSlips();
        surveys.MapStartOnTablet();
        surveys.MapCloseWave();
        surveys.MapReadSurveyResults();
    }
}
