using System.Net;
using System.Net.Sockets;

namespace ProblemTracker.Webhooks;

/// <summary>
/// Which addresses the server may call. Whoever enters a webhook must not reach what only the server can reach: its own ports, the
/// department's network, a cloud's metadata. Networks in the setting <c>WebhookNetworks</c> are allowed.
/// </summary>
internal static class Receivers
{
    /// <summary>
    /// Special-purpose networks by the IANA registries, RFC 6890 and its updates. Of IPv6, only 2000::/3 is public at all.
    /// </summary>
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Tunnels (Teredo, 6to4) can lead to any IPv4 address, and documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Whether everyone on the internet can reach this IP address.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || PublicV6.Contains(plain))
            && !NotPublic.Any(network => network.Contains(plain));
    }

    public static bool IsAllowed(IPAddress address, IReadOnlyList<IPNetwork> allowed)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IsPublic(plain) || allowed.Any(network => network.Contains(plain));
    }

    /// <summary>
    /// Checks an address as typed. A name is looked up only when something is sent, because what it leads to can change.
    /// </summary>
    /// <returns>Why it can't be used, with how to fix it; null if it can.</returns>
    public static string? WhyNot(string address, IReadOnlyList<IPNetwork> allowed)
    {
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
            return "Enter a web address that begins with https://.";
        if (uri.UserInfo.Length > 0) return "Leave out the user name and password. Receivers check the signature instead.";
        if (uri.Fragment.Length > 0) return "Leave out the part from # on. It is never sent.";
        if (uri.Scheme == "http" && allowed.Count == 0)
            return "The address must begin with https://, so that nobody on the way can read it.";
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && !IsAllowed(ip, allowed) ? Refusal(ip) : null;
    }

    /// <summary>Connects to a host by name or address, to public or allowed IP addresses only.</summary>
    /// <exception cref="ReceiverRefused">One of the host's IP addresses is neither public nor allowed.</exception>
    public static async ValueTask<Stream> Connect(DnsEndPoint host, bool isEncrypted, IReadOnlyList<IPNetwork> allowed,
        CancellationToken ct)
    {
        // The connection goes to the IP address that was checked. Checked by name, it could lead elsewhere a moment later.
        var addresses = await Dns.GetHostAddressesAsync(host.Host, ct);
        foreach (var address in addresses)
        {
            if (!IsAllowed(address, allowed)) throw new ReceiverRefused(Refusal(address));
            if (!isEncrypted && IsPublic(address))
                throw new ReceiverRefused("The address must begin with https://, because it is on the internet.");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Refusal(IPAddress address) =>
        $"{address} is not a public address. To send into your own network, name the network in the server's setting WebhookNetworks.";
}

/// <summary>The receiver's address must not be called.</summary>
internal sealed class ReceiverRefused(string message) : Exception(message);
