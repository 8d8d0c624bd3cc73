using ProblemTracker.Jobs;

namespace ProblemTracker.Webhooks;

/// <summary>Registers the services, jobs and endpoints of webhooks.</summary>
internal static class WebhooksSetup
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSender>();
        services.AddSingleton(new RecurringJob("webhooks", RecurringJob.EveryMinute, "Sends waiting deliveries of webhooks",
            (job, ct) => job.Send(new DeliverWebhooks(), ct), RunsAtStart: true));
        services.AddSingleton(new RecurringJob("webhook-deliveries", RecurringJob.EveryFiveMinutes, "Deletes old deliveries of webhooks",
            (job, ct) => job.Send(new ForgetDeliveries(), ct)));
        return services;
    }

    public static void MapWebhooks(this RouteGroupBuilder v1)
    {
        var webhooks = v1.MapGroup("/webhooks").WithTags("Webhooks");
        webhooks.MapListWebhooks();
        webhooks.MapCreateWebhook();
        webhooks.MapChangeWebhook();
        webhooks.MapDeleteWebhook();
        webhooks.MapReplaceWebhookSecret();
        webhooks.MapTestWebhook();
        webhooks.MapListDeliveries();
        webhooks.MapRetryDeliveries();
    }
}
