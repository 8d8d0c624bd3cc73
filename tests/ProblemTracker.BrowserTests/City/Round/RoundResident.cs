using ImageMagick;
using Microsoft.Playwright;
using ProblemTracker.Mail;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.City;

/// <summary>What a resident does on the public site by keyboard. Every page on the way must be accessible.</summary>
internal sealed class RoundResident(IPage page, IPage scripted, string lang)
{
    private const string Next = "main button.button[type=submit]:not(.outline)";

    public IPage Page => page;

    /// <summary>Writes the five steps, with a photo and an email address.</summary>
    /// <returns>The concern's private page.</returns>
    public async Task<string> Report(long place)
    {
        await page.GotoAsync($"/city?lang={lang}");
        await page.MustBeAccessibleIn(scripted);
        await Press("main a.button", page.Locator("#CategoryCode"));
        await page.Locator("#CategoryCode").SelectOptionAsync("noise");
        await page.Locator("#Description").FillAsync("La música del bar no deja dormir a mis hijos.");
        await Press(Next, page.Locator("#Address"));
        await page.Locator("#Address").FillAsync("412 Tanner Street");
        await page.Locator("#NeighborhoodId").SelectOptionAsync($"{place}");
        await Press(Next, page.Locator("#Frequency"));
        await page.Locator("#Frequency").SelectOptionAsync("EveryWeek");
        await Press(Next, page.Locator("input[name=Files]"));
        using (var picture = new MagickImage(MagickColors.SteelBlue, 900, 600) { Format = MagickFormat.Png })
            await page.Locator("input[name=Files]")
                .SetInputFilesAsync(new FilePayload { Name = "bar.png", MimeType = "image/png", Buffer = picture.ToByteArray() });
        await Press("main button[formaction*=Add]", page.Locator(".photos img"));
        await Press($"main form[enctype] {Next[5..]}", page.Locator("#Name"));
        await page.Locator("#Name").FillAsync("Rosa Vega");
        await page.Locator("#Email").FillAsync("rosa@home.example");
        await page.Locator("#MayAnswer").PressAsync("Space");
        await Press(Next, page.GetByRole(AriaRole.Status));
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C-2026-0001");
        await Expect(page.Locator(".photos img")).ToHaveCountAsync(1);
        return $"{new Uri(page.Url).AbsolutePath}?lang={lang}";
    }

    /// <summary>Confirms the email address by the link that was mailed there.</summary>
    public async Task Confirm(string link)
    {
        await page.GotoAsync(link);
        await page.MustBeAccessibleIn(scripted);
        await Press(".ask button", page.GetByRole(AriaRole.Status));
    }

    /// <summary>Reads who acknowledged the concern and what they ask, and answers.</summary>
    public async Task Reply(string follow, string officer, string question, string answer)
    {
        await page.GotoAsync(follow);
        await Expect(page.Locator("main")).ToContainTextAsync(officer);
        await Expect(page.Locator(".messages")).ToContainTextAsync(question);
        await page.MustBeAccessibleIn(scripted);
        await page.Locator("#Text").FillAsync(answer);
        await Press("form[action*=Reply] button", page.GetByRole(AriaRole.Status));
    }

    /// <summary>Goes from the concern's private page to what its problem's page says.</summary>
    public async Task ReadProblem(string follow, string state)
    {
        await page.GotoAsync(follow);
        await page.MustBeAccessibleIn(scripted);
        await Press("main a[href^='/city/problems/']", page.GetByText(state));
    }

    /// <summary>Gives every question of a poster's survey the same answer.</summary>
    public async Task AnswerSurvey(string poster, int answer)
    {
        await page.GotoAsync($"{poster}?lang={lang}");
        await page.MustBeAccessibleIn(scripted);
        await Press(Next, page.Locator("progress[value='1']"));
        for (var step = 1; step <= 5; step++)
        {
            foreach (var question in await page.Locator("fieldset").AllAsync())
                await question.Locator($"input[value='{answer}']").PressAsync("Space");
            await Press(Next, step < 5 ? page.Locator($"progress[value='{step + 1}']") : page.Locator("main h1:not(form *)"));
        }
        await Expect(page.Heading()).ToHaveTextAsync(lang == "es" ? "Gracias" : "Thank you");
    }

    /// <summary>Presses a button or link by keyboard, waits for what the next page has, and looks at that page.</summary>
    private async Task Press(string what, ILocator then)
    {
        await page.Locator(what).First.PressAsync("Enter");
        await Expect(then.First).ToBeVisibleAsync();
        await page.MustBeAccessibleIn(scripted);
    }
}

internal static class Mailbox
{
    /// <summary>Delivers what waits.</summary>
    /// <returns>The private link in the email to an address.</returns>
    public static async Task<string> LinkInMail(this TrackerHost host, string address)
    {
        await host.Send(new DeliverMail());
        var mail = Directory.GetFiles(Path.Combine(host.Folder, "mail"), "*.eml").Select(file => MimeKit.MimeMessage.Load(file))
            .Single(mail => mail.To.Mailboxes.Any(to => to.Address == address));
        return new Uri(mail.Headers[MimeKit.HeaderId.ListUnsubscribe]!.Trim('<', '>')).PathAndQuery;
    }
}
