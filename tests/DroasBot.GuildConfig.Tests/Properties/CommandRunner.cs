using DroasBot.GuildConfig.Tests.Support;
using Xunit;
using Edits = DroasBot.GuildConfig.Contract.Edits;

namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>Runs a sequence of commands on the library and on the model, and compares them after each.</summary>
internal sealed class CommandRunner(TestHost host)
{
    private const string Refusal = "The delegate gives up.";

    private ConfigModel _model = new(0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IGuildConfigService Service => host.Service;

    public async Task RunAsync(CommandSequence sequence)
    {
        foreach (var guild in CommandSequences.Guilds)
        {
            await Service.DeleteAsync(guild, cancellationToken: Token);
        }

        _model = new ConfigModel(host.Cache.GetStatistics().Revision);
        foreach (var command in sequence.Commands)
        {
            await RunAsync(command);
            Compare(await Service.GetAsync(command.Guild, Token), _model);
        }

        await CompareAllAsync();
    }

    private async Task RunAsync(Command command)
    {
        switch (command.Kind)
        {
            case CommandKind.GetOrCreate:
                _model.Apply(command);
                Compare(await Service.GetOrCreateAsync(command.Guild, cancellationToken: Token), _model);
                break;
            case CommandKind.FailingUpdate:
                var failure = await Assert.ThrowsAsync<NotSupportedException>(() => Service.UpdateAsync(
                    command.Guild,
                    Edits.Failing(new NotSupportedException(Refusal), editor => editor.WelcomeChannelId = 999),
                    cancellationToken: Token));
                Assert.Equal(Refusal, failure.Message);
                break;
            case CommandKind.Delete:
                var existed = _model.Find(command.Guild) is not null;
                _model.Apply(command);
                Assert.Equal(existed, await Service.DeleteAsync(command.Guild, cancellationToken: Token));
                break;
            case CommandKind.Transact:
                var after = _model.Copy();
                await Service.TransactAsync((transaction, _) => RunStepsAsync(transaction, command, after), cancellationToken: Token);
                _model = after;
                break;
            case CommandKind.FailingTransact:
                await Assert.ThrowsAsync<NotSupportedException>(() => Service.TransactAsync(
                    async (transaction, _) =>
                    {
                        await RunStepsAsync(transaction, command, _model.Copy());
                        throw new NotSupportedException(Refusal);
                    },
                    cancellationToken: Token));
                await CompareAllAsync();
                break;
            case CommandKind.List:
                await CompareAllAsync();
                break;
            case CommandKind.Invalidate:
                host.Cache.Invalidate(command.Guild);
                break;
            case CommandKind.Refresh:
                await host.Cache.RefreshAsync(command.Guild, Token);
                break;
            case CommandKind.RefreshAll:
                await host.Cache.RefreshAllAsync(cancellationToken: Token);
                break;
            case CommandKind.Restart:
                await host.RestartAsync();
                await CompareAllAsync();
                break;
            case CommandKind.Get:
                break;
            default:
                _model.Apply(command);
                Compare(await Service.UpdateAsync(command.Guild, editor => Edit(editor, command), cancellationToken: Token), _model);
                break;
        }
    }

    private static async Task RunStepsAsync(IGuildConfigTransaction transaction, Command command, ConfigModel model)
    {
        foreach (var step in command.Steps)
        {
            if (step.Kind == CommandKind.Delete)
            {
                await transaction.DeleteAsync(step.Guild, Token);
            }
            else if (step.Kind != CommandKind.Get)
            {
                await transaction.UpdateAsync(step.Guild, editor => Edit(editor, step), Token);
            }

            model.Apply(step);
            Compare(await transaction.GetAsync(step.Guild, Token), model);
        }
    }

    private static void Edit(GuildConfigEditor editor, Command command)
    {
        switch (command.Kind)
        {
            case CommandKind.SetChannel:
                editor.WelcomeChannelId = command.Channel;
                break;
            case CommandKind.ClearChannel:
                editor.WelcomeChannelId = null;
                break;
            case CommandKind.SetBackground:
                editor.SetBackground(command.Path, command.Path.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "image/jpeg");
                break;
            default:
                editor.ClearBackground();
                break;
        }
    }

    private static void Compare(GuildConfigSnapshot actual, ConfigModel model)
    {
        var expected = model.Find(actual.GuildId);
        Assert.Equal(expected is not null, actual.Exists);
        Assert.Equal(expected?.Channel, actual.WelcomeChannelId);
        Assert.Equal(expected?.Path, actual.Background?.FilePath);
        Assert.Equal(expected?.Revision ?? 0, actual.Revision);
    }

    private async Task CompareAllAsync()
    {
        var listed = new List<GuildConfigSnapshot>();
        await foreach (var snapshot in Service.ListAsync(Token))
        {
            Compare(snapshot, _model);
            listed.Add(snapshot);
        }

        Assert.Equal(_model.Guilds.Keys.Order(), listed.Select(snapshot => snapshot.GuildId));
        foreach (var guild in CommandSequences.Guilds)
        {
            Compare(await Service.GetAsync(guild, Token), _model);
        }

        Assert.Equal(_model.Revision, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(_model.Revision, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(_model.Guilds.Values.Count(guild => guild.Path is not null), await host.ScalarAsync<long>("SELECT count(*) FROM background_asset"));
    }
}
