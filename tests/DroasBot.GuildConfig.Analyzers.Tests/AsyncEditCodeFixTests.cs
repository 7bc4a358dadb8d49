using DroasBot.GuildConfig.Analyzers.Tests.Support;
using DroasBot.GuildConfig.CodeFixes;
using Xunit;

namespace DroasBot.GuildConfig.Analyzers.Tests;

public sealed class AsyncEditCodeFixTests
{
    private const string Tasks = "private static Task StartEdit(GuildConfigEditor editor) => Task.CompletedTask;";

    [Theory]
    [InlineData("{|GC0001:async|} e => { e.WelcomeChannelId = 1; }", "e => { e.WelcomeChannelId = 1; }")]
    [InlineData("{|GC0001:async|} e => { }", "e => { }")]
    [InlineData("{|GC0001:async|} e => { if (e.WelcomeChannelId is null) { return; } throw new InvalidOperationException(); }", "e => { if (e.WelcomeChannelId is null) { return; } throw new InvalidOperationException(); }")]
    [InlineData("{|GC0001:async|} (e) => e.WelcomeChannelId = 1", "(e) => e.WelcomeChannelId = 1")]
    [InlineData("static {|GC0001:async|} e => e.WelcomeChannelId = 1", "static e => e.WelcomeChannelId = 1")]
    [InlineData("{|GC0001:async|} delegate (GuildConfigEditor e) { e.WelcomeChannelId = 1; }", "delegate (GuildConfigEditor e) { e.WelcomeChannelId = 1; }")]
    public async Task Edit_WithoutAwait_LosesItsKeyword(string edit, string @fixed)
        => await Analysis.VerifyFixAsync<AsyncEditAnalyzer, AsyncEditCodeFix>(
            HostSource.With($"await {{|CS0619:configs.UpdateAsync(Guild, {edit})|}};"),
            HostSource.With($"await configs.UpdateAsync(Guild, {@fixed});"));

    [Theory]
    [InlineData("{|GC0001:async|} e => { await Task.Yield(); e.WelcomeChannelId = 1; }")]
    [InlineData("{|GC0001:async|} e => { await foreach (var config in configs.ListAsync()) { } }")]
    [InlineData("{|GC0001:async|} e => StartEdit(e)")]
    [InlineData("{|GC0001:async|} e => { throw new InvalidOperationException(); }")]
    [InlineData("{|GC0001:e => StartEdit(e)|}")]
    public async Task Edit_NeedsMoreThanTheKeywordRemoved_GetsNoFix(string edit)
    {
        var source = HostSource.With($"await {{|CS0619:configs.UpdateAsync(Guild, {edit})|}};", Tasks);
        await Analysis.VerifyFixAsync<AsyncEditAnalyzer, AsyncEditCodeFix>(source, source);
    }
}
