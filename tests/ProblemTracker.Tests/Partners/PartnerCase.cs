using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Mail;

namespace ProblemTracker.Tests.Partners;

/// <summary>A problem led by the officer, with Public Works attached as a partner and owning one planned action.</summary>
internal sealed class PartnerCase(TrackerHost host)
{
    public const string Task = "Have the alley lit";

    public TrackerHost Host => host;
    public long Problem { get; private set; }
    public long Stakeholder { get; private set; }
    public long Attachment { get; private set; }
    public long Action { get; private set; }

    public HttpClient Officer => host.SignIn(Role.Officer);
    public HttpClient Partner => host.SignInPartner(Stakeholder);
    public string Url => $"/api/v1/partner/actions/{Action}";
    public string TeamUrl => $"/api/v1/actions/{Action}";

    public static async Task<PartnerCase> Make(TrackerHost host, bool confidential = false)
    {
        var made = new PartnerCase(host) { Problem = await host.OpenProblem(confidential: confidential) };
        made.Stakeholder = await made.Officer.Stakeholder("Public Works", StakeholderKind.Agency);
        made.Attachment = await made.Officer.Attach(made.Problem, made.Stakeholder, StakeholderRole.Partner);
        made.Action = await made.Plan(Task, made.Attachment);
        return made;
    }

    public async Task<long> Plan(string description, long attachment, string dueOn = "2026-03-20", long? problem = null) =>
        (await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem ?? Problem}/actions",
            new { description, enforcement = false, ownerAttachmentId = attachment, dueOn })).Ok()).GetProperty("id").GetInt64();

    public async Task<int> Version() => (await Read()).GetProperty("version").GetInt32();

    /// <summary>The action as the team sees it.</summary>
    public async Task<JsonElement> Read() => await host.SignIn(Role.Supervisor).Read(TeamUrl);

    public async Task<HttpResponseMessage> Answer(string answer, string? reason = null, HttpClient? by = null) =>
        await (by ?? Partner).IfMatch(await Version()).PostAsJsonAsync($"{Url}/answer", new { answer, reason });

    public async Task<HttpResponseMessage> Report(string doneOn = "2026-03-02", string? note = null) =>
        await Partner.IfMatch(await Version()).PostAsJsonAsync($"{Url}/report", new { doneOn, note });

    public async Task<HttpResponseMessage> Change(object body) => await Officer.IfMatch(await Version()).PutAsJsonAsync(TeamUrl, body);

    /// <summary>Records the owner's consent to be contacted.</summary>
    public Task<int> Consent(string? email = "works@city.example") => host.Query(db => db.Execute(
        "UPDATE Stakeholder SET Email = @email, ConsentOn = '2026-03-01', ConsentWithdrawnOn = NULL WHERE Id = @Stakeholder",
        new { email, Stakeholder }, default));

    /// <summary>Sends a link and decrypts its token from the queued email, as the delivery does.</summary>
    public async Task<string> Link(string? note = null)
    {
        await Consent();
        await (await Officer.PostAsJsonAsync($"{TeamUrl}/link", new { note })).Ok();
        return await LastSecret();
    }

    public async Task<string> LastSecret() =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Outbox.SecretPurpose).Unprotect(
        await host.Query(db => db.Single<string>(
            "SELECT Secret FROM Outbox WHERE Id = (SELECT MAX(Id) FROM Outbox WHERE Secret IS NOT NULL)",
            null, default)));

    public Task<int> Count(string sql) => host.Query(db => db.Single<int>(sql, null, default));
}
