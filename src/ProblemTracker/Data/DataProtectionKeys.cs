using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ProblemTracker.Data;

/// <summary>Stores the keys that protect cookies and forms in the database, so that they work on every node and after a restart.</summary>
internal sealed class DataProtectionKeys(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        return [.. db.List<string>("SELECT Xml FROM DataProtectionKey ORDER BY Id", null, CancellationToken.None)
            .GetAwaiter().GetResult().Select(xml => XElement.Parse(xml))];
    }

    // Blocking is fine: the interface is synchronous, and a key is created only once in 90 days.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Write(() => db.Insert("INSERT INTO DataProtectionKey (FriendlyName, Xml) VALUES (@friendlyName, @Xml)",
            new { friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }, CancellationToken.None), CancellationToken.None)
            .GetAwaiter().GetResult();
    }
}
