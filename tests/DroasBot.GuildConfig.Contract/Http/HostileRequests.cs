using System.Net.Http.Headers;
using System.Text;

namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>Requests that must neither change anything nor cause a server error. Thread-safe; each run creates the same ones.</summary>
internal sealed class HostileRequests(Random random)
{
    private static readonly string[] _bodies =
    [
        "", "{", "[]", "null", "true", "5", "\"x\"", "{}x", "{\"welcomeChannelId\":5}", "{\"welcomeChannelId\":\"0\"}", "{\"welcomeChannelId\":\"18446744073709551616\"}",
        "{\"welcomeChannelId\":\"-1\"}", "{\"welcomeChannelId\":\" 5\"}", "{\"welcomeChannelId\":1e400}", "{\"welcomeChannelId\":{}}", "{\"welcomeChannelId\":\"5\",\"welcomeChannelId\":\"6\"}",
        "{\"guildId\":\"2\"}", "{\"revision\":9}", "{\"__proto__\":{}}", "{\"settings\":null}", "{\"settings\":[]}", "{\"settings\":{\"greeting\":5}}", "{\"settings\":{\"greeting\":{\"times\":99999999999999999999}}}",
        "{\"settings\":{\"greeting\":{\"times\":1e400}}}", "{\"settings\":{\"greeting\":{\"times\":NaN}}}", "{\"settings\":{\"greeting\":{\"text\":\"\\ud800\"}}}", "{\"settings\":{\"gree\\ud800ting\":{}}}",
        "{\"settings\":{\"greeting\":{\"text\":[\"x\"]}}}", "{\"settings\":{\"greeting\":{\"Text\":\"x\"}}}", "{\"settings\":{\"users\":{\"welcomers\":[5.5]}}}", "{\"settings\":{\"users\":{\"welcomers\":{\"length\":1}}}}",
        "{\"settings\":{\"$damaged\":\"x\"}}", "{\"settings\":{\"\":{}}}", "{\"settings\":{\"../greeting\":{}}}", "{\"settings\":{\"greeting.text\":\"x\"}}", "{\"background\":{\"filePath\":\"../../etc/passwd\",\"mediaType\":\"image/png\"}}",
        "{\"background\":{\"contentHash\":\"../../etc/passwd\"}}", "{\"background\":{\"contentHash\":null}}", "{\"background\":\"x\"}", "{\"background\":{\"contentHash\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}}",
        "/* */{\"welcomeChannelId\":\"5\"}", "{\"welcomeChannelId\":\"5\",}", "{'welcomeChannelId':'5'}",
    ];

    private static readonly string[] _guilds =
        ["0", "-1", "18446744073709551616", "99999999999999999999999999", "1.5", "1e3", "0x1", "%31%20", "1%00", "..%2f1", "%2e%2e", "one", "1;2", "1'--", "%F0%9F%90%B8", "%ff", " 1", "+1", "\u0661"];

    private static readonly string[] _tags = ["\"0\"", "\"2\"", "W/\"1\"", "\"one\"", "1", "\"1", "\"-1\"", "\"1e0\"", "\"99999999999999999999\"", "\"1\u00e9\"", ",", "**"];

    public HttpRequestMessage Next()
    {
        lock (random)
        {
            return random.Next(6) switch
            {
                0 => Patch("1", Pick(_bodies), "\"1\""),
                1 => Patch("1", Deep(), "\"1\""),
                2 => Patch(Pick(_guilds), "{\"welcomeChannelId\":\"9\"}", "*"),
                3 => Patch("1", "{\"welcomeChannelId\":\"9\"}", Pick(_tags)),
                4 => Other(),
                _ => Patch("1", Mutilated(), "\"1\""),
            };
        }
    }

    private HttpRequestMessage Other()
        => random.Next(10) switch
        {
            0 => new HttpRequestMessage(HttpMethod.Post, $"/guilds/1/restore/{Pick(["0", "-1", "2", "999999", "9223372036854775808", "x", "1%2f..", "1e0"])}"),
            1 => new HttpRequestMessage(HttpMethod.Post, $"/guilds/{Pick(_guilds)}/undo/1"),
            2 => new HttpRequestMessage(HttpMethod.Get, $"/guilds/1/history?{Pick(["before=0", "before=-1", "before=x", "limit=0", "limit=101", "limit=99999999999", "limit=x", "before=1e9"])}"),
            3 => new HttpRequestMessage(HttpMethod.Get, $"/guilds/1/events?after={Pick(["-1", "x", "9223372036854775808", "1.5"])}"),
            4 => new HttpRequestMessage(HttpMethod.Get, $"/guilds?ids={Pick(["", ",", "0", "1,-1", "1;2", "%00", new string('9', 3_000)])}"),
            5 => new HttpRequestMessage(HttpMethod.Get, $"/guilds/schema/{Pick(["nope", "..%2fgreeting", "greeting%00", "Greeting", "$damaged"])}"),
            6 => WithTag(new HttpRequestMessage(HttpMethod.Put, "/guilds/1/background") { Content = Bytes(Pick(["", "GIF89a", "<html>", "\u0089PNG\r\n\u001a\n", "BM", "RIFF....WEBP"]), "image/png") }, "\"1\""),
            7 => WithReason(Patch("1", "{\"welcomeChannelId\":\"9\"}", "\"1\""), Pick(["a%0d%0aSet-Cookie:%20x=1", "%00", "%ED%A0%80%01", new string('x', 1_025), string.Concat(Enumerable.Repeat("%07", 9))])),
            8 => WithTag(new HttpRequestMessage(HttpMethod.Patch, "/guilds/1") { Content = Bytes("{\"welcomeChannelId\":\"9\"}", Pick(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])) }, "\"1\""),
            _ => new HttpRequestMessage(new HttpMethod(Pick(["TRACE", "PUT", "POST", "PROPFIND", "x"])), "/guilds/1"),
        };

    private string Deep()
    {
        var depth = random.Next(70, 20_000);
        return random.Next(2) == 0
            ? "{\"settings\":" + string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth) + "}"
            : "{\"settings\":{\"greeting\":{\"text\":" + new string('[', depth) + new string(']', depth) + "}}}";
    }

    /// <summary>A valid patch made invalid at one byte: truncated there, or with a byte that JSON does not allow there.</summary>
    private string Mutilated()
    {
        const string Good = "{\"welcomeChannelId\":\"9\",\"settings\":{\"greeting\":{\"text\":\"x\",\"times\":2}}}";
        var at = random.Next(1, Good.Length);
        return random.Next(2) == 0 ? Good[..at] : Good[..at] + (char)random.Next(1, 9) + Good[at..];
    }

    private static HttpRequestMessage Patch(string guild, string body, string tag)
        => WithTag(new HttpRequestMessage(HttpMethod.Patch, $"/guilds/{guild}") { Content = Bytes(body, "application/merge-patch+json") }, tag);

    private static HttpRequestMessage WithTag(HttpRequestMessage request, string tag)
    {
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return request;
    }

    private static HttpRequestMessage WithReason(HttpRequestMessage request, string reason)
    {
        request.Headers.TryAddWithoutValidation(GuildConfigEndpointOptions.ReasonHeader, reason);
        return request;
    }

    private static ByteArrayContent Bytes(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private string Pick(string[] values) => values[random.Next(values.Length)];
}
