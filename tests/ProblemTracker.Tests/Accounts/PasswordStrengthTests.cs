using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Accounts;
using ProblemTracker.Data;
using ProblemTracker.Host;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Accounts;

/// <summary>Test hosts hash passwords in one round to save time, so this checks the number of rounds in the product.</summary>
public sealed class PasswordStrengthTests
{
    [Test]
    public void Product_hashes_passwords_with_100000_rounds_of_SHA_512()
    {
        var options = new TrackerOptions { IsDemo = false, DataFolder = "", Database = new(new SqliteDialect(), "Data Source=:memory:") };
        using var product = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();

        var hash = Convert.FromBase64String(
            product.GetRequiredService<IPasswordHasher<Account>>().HashPassword(new(), TrackerHost.Password));

        // Identity's format: a marker byte, then the function and the number of rounds, 4 bytes each.
        Assert.That(hash[0], Is.EqualTo(1));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)), Is.EqualTo(2), "HMAC-SHA512");
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)), Is.GreaterThanOrEqualTo(100_000));
    }
}
