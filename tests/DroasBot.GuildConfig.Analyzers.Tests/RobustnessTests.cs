using DroasBot.GuildConfig.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Analyzers.Tests;

public sealed class RobustnessTests
{
    /// <summary>Incomplete code, as while typing.</summary>
    [Theory]
    [InlineData("configs.UpdateAsync(")]
    [InlineData("configs.UpdateAsync(Guild, ")]
    [InlineData("configs.UpdateAsync(Guild, e =>")]
    [InlineData("configs.UpdateAsync(Guild, async")]
    [InlineData("configs.UpdateAsync(Guild, async e => { configs.GetAsync(")]
    [InlineData("configs.UpdateAsync(Guild, Unknown);")]
    [InlineData("Action<GuildConfigEditor> edit = edit; configs.UpdateAsync(Guild, edit);")]
    [InlineData("var edit = edit2; var edit2 = edit; configs.UpdateAsync(Guild, edit);")]
    [InlineData("configs.TransactAsync((unit, token) => unit.")]
    [InlineData("builder.AddSettings<")]
    public async Task Source_Incomplete_CrashesNoAnalyzer(string statements)
    {
        var source = HostSource.With(statements);
        await Analysis.VerifyAsync<AsyncEditAnalyzer>(source, CompilerDiagnostics.None);
        await Analysis.VerifyAsync<NestedCallAnalyzer>(source, CompilerDiagnostics.None);
        await Analysis.VerifyAsync<MutableSettingsAnalyzer>(source, CompilerDiagnostics.None);
    }

    [Theory]
    [InlineData("AddSettings<>(\"own\")")]
    [InlineData("AddSettings<Unknown>(\"own\")")]
    [InlineData("AddSettings<Own>(\"own\")")]
    public Task Settings_UnknownTypes_DoNotCrashTheAnalyzer(string registration)
        => Analysis.VerifyAsync<MutableSettingsAnalyzer>(HostSource.WithSettings(registration, "public sealed class Own : Own { public Unknown Member { get; } public }"), CompilerDiagnostics.None);

    [Fact]
    public async Task Project_WithoutTheLibrary_HasNoDiagnostics()
    {
        await VerifyAsync<AsyncEditAnalyzer>();
        await VerifyAsync<NestedCallAnalyzer>();
        await VerifyAsync<MutableSettingsAnalyzer>();

        static Task VerifyAsync<TAnalyzer>()
            where TAnalyzer : DiagnosticAnalyzer, new()
            => Analysis.VerifyAsync<TAnalyzer>(HostSource.With("await configs.UpdateAsync(Guild, async e => await configs.GetAsync(1));"), CompilerDiagnostics.None, withLibrary: false);
    }
}
