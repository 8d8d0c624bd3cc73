using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ProblemTracker.Data;

/// <summary>Keeps the keys of cookies and forms in the database, so that every node and every restart can read them.</summary>
internal sealed class DataProtectionKeys(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        return [.. db.List<string>("SELECT Xml FROM DataProtectionKey ORDER BY Id", null, CancellationToken.None)
            .GetAwaiter().GetResult().Select(xml => XElement.Parse(xml))];
    }

    // The interface is synchronous and keys are made once in ninety days.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Write(() => db.Insert("INSERT INTO DataProtectionKey (FriendlyName, Xml) VALUES (@friendlyName, @Xml)",
            new { friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }, CancellationToken.None), CancellationToken.None)
            .GetAwaiter().GetResult();
    }
}
