using System.Text;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Tests.Settings;
using Microsoft.AspNetCore.Http;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Request bodies that patch a guild.</summary>
public sealed class MergePatchFuzzTests
{
    private const int MaxBytes = 64 * 1024;

    private static readonly string[] _bodies =
    [
        "{}",
        .. EveryInput.Texts.Select(settings => $$"""{"settings":{{settings}}}"""),
        """{"welcomeChannelId":"81384788765712384","settings":{"every":null,"moderation":{"greeting":null}}}""",
        """{"welcomeChannelId":null,"background":null}""",
        """{"background":{"contentHash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}""",
    ];

    private readonly IGuildBackgroundStore _noImages = Mock.Of<IGuildBackgroundStore>();

    [Fact]
    public Task Apply_AnyBody_IsIdempotentOrRefused() => Fuzz.RunAsync(
        random => TextMutation.MutateOne(_bodies, random),
        text => text,
        body =>
        {
            try
            {
                var patch = Read(body);
                var once = Apply(patch, EveryInput.Snapshot(EveryInput.Texts[4]));
                Assert.True(Apply(patch, once).HasSameValues(once));
                return true;
            }
            catch (RequestProblem refused)
            {
                Assert.NotEmpty(refused.Message);
                Assert.True(refused.Status is StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge, refused.ToString());
                return false;
            }
        });

    private static GuildConfigSnapshot Apply(GuildPatch patch, GuildConfigSnapshot guild)
    {
        var editor = new GuildConfigEditor(guild, new BackgroundRules(Path.GetTempPath()), DateTimeOffset.UnixEpoch);
        patch.Apply(editor);
        editor.Close();
        return editor.ToSnapshot(guild.Revision + 1);
    }

    private GuildPatch Read(string body)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var json = PatchBody.ReadAsync(request, MaxBytes, CancellationToken.None).GetAwaiter().GetResult();
        return GuildPatch.ReadAsync(json, _noImages, CancellationToken.None).GetAwaiter().GetResult();
    }
}
