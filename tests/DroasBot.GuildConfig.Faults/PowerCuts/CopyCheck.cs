using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Storage.Sqlite.Salvage;
using DroasBot.GuildConfig.Storage.Transfer;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>After a power cut while copies were made: does what the library's messages say, and checks every database that is then there.</summary>
internal sealed partial class CopyCheck
{
    private readonly TemporaryDirectory _directory;
    private readonly PowerCut _cut;
    private readonly RecordedUnit _backup;
    private readonly RecordedUnit _restore;
    private readonly RecordedUnit _move;
    private readonly RecordedUnit _salvage;
    private readonly Promises _original;
    private readonly Promises _copied;
    private readonly List<CutFault> _faults = [];

    private CopyCheck(TemporaryDirectory directory, Recording recording, PowerCut cut)
    {
        (_directory, _cut) = (directory, cut);
        (_backup, _restore) = (recording.Find("copy=backup").Single(), recording.Find("copy=restore").Single());
        (_move, _salvage) = (recording.Find("copy=move").Single(), recording.Find("copy=salvage").Single());
        _original = Promises.At(recording, cut);
        _copied = Promises.Between(recording, _backup.Asked, Math.Min(_backup.Done, cut.Position));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _directory.Database;

    private string Backup => _directory.File("backup.db");

    public static async Task<IReadOnlyList<CutFault>> RunAsync(TemporaryDirectory directory, Recording recording, PowerCut cut)
    {
        var check = new CopyCheck(directory, recording, cut);
        try
        {
            await check.CheckAllAsync();
        }
        catch (Exception failure)
        {
            check._faults.Add(new CutFault(IsLoss: false, failure.ToString()));
        }

        return check._faults;
    }

    private static ContractNode NodeOn(string file) => new(file, configure: null, register: null);

    private bool Has(int position) => _cut.Position >= position;

    /// <summary>The sources come last, since a copy that was interrupted is repeated.</summary>
    private async Task CheckAllAsync()
    {
        await CheckTargetAsync(_move, "moved.db", async target =>
        {
            await using var source = NodeOn(Database);
            await DatabaseMove.RunAsync(source.Services, target, cancellationToken: Token);
        });
        await CheckTargetAsync(_salvage, "salvaged.db", target => DatabaseSalvage.RunAsync(Database, target, cancellationToken: Token));
        await CheckDatabaseAsync();
        if (Has(_backup.Done) || File.Exists(Backup))
        {
            await ExpectAsync(Backup, _copied);
        }
    }

    /// <summary>A target is complete, or no bot starts on it, and the copy can be repeated.</summary>
    private async Task CheckTargetAsync(RecordedUnit unit, string name, Func<IServiceProvider, Task> fill)
    {
        var file = _directory.File(name);
        if (Has(unit.Asked))
        {
            if (!Has(unit.Done) && !await IsCompleteAsync(file))
            {
                await using var target = NodeOn(file);
                await fill(target.Services);
            }

            await ExpectAsync(file, _copied);
        }
    }

    private static async Task<bool> IsCompleteAsync(string file)
    {
        await using var node = NodeOn(file);
        if ((await node.Get<IDatabaseAdministration>().LookAsync(Token)).Migrations.Count == 0)
        {
            return false;
        }

        try
        {
            await node.StartAsync();
            return true;
        }
        catch (GuildConfigStoreException refused) when (refused.Message.Contains("is the unfinished target of a", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private async Task CheckDatabaseAsync()
    {
        Promises[] allowed = !Has(_restore.Asked) ? [_original] : Has(_restore.Done) ? [_copied] : [_original, _copied];
        if (File.Exists(Database + RestoreMark.Suffix))
        {
            var isRepeated = _cut.Seed % 2 == 0;
            await (isRepeated ? RestoreAsync() : GoBackAsync());
            allowed = [isRepeated ? _copied : _original];
        }

        await ExpectAsync(Database, allowed);
        if (!allowed.Contains(_original))
        {
            await ExpectSetAsideAsync();
        }
    }

    private async Task RestoreAsync()
    {
        await using var node = NodeOn(Database);
        await node.Get<IDatabaseAdministration>().RestoreAsync(Backup, progress: null, Token);
    }

    /// <summary>Renames the files that the refusal of a start names, and deletes the mark.</summary>
    private async Task GoBackAsync()
    {
        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => FaultHost.StartAsync(Database));
        foreach (var name in SetAside().Matches(refused.Message).Select(match => match.Groups["name"].Value))
        {
            File.Move(name, Ending().Replace(name, string.Empty), overwrite: true);
        }

        File.Delete(Database + RestoreMark.Suffix);
    }

    /// <summary>The replaced database can be opened, with its log.</summary>
    private async Task ExpectSetAsideAsync()
    {
        var found = new List<CutFault>();
        foreach (var file in Directory.GetFiles(_directory.Path).Where(file => file != Database && Ending().Replace(file, string.Empty) == Database))
        {
            var faults = await CutCheck.RunAsync(file, _original);
            if (faults.Count == 0)
            {
                return;
            }

            found.AddRange(faults);
        }

        _faults.Add(new CutFault(IsLoss: true, $"The replaced database is not there: {string.Join(Environment.NewLine, found)}"));
    }

    /// <summary>Expects a database to be in one of several states.</summary>
    private async Task ExpectAsync(string file, params Promises[] allowed)
    {
        var found = new List<CutFault>();
        foreach (var promises in allowed)
        {
            var faults = await CutCheck.RunAsync(file, promises);
            if (faults.Count == 0)
            {
                return;
            }

            found.AddRange(faults.Select(fault => fault with { Finding = $"{Path.GetFileName(file)}: {fault.Finding}" }));
        }

        _faults.AddRange(found);
    }

    [GeneratedRegex(@"'(?<name>[^']*\.set-aside-\d[^']*)'")]
    private static partial Regex SetAside();

    [GeneratedRegex(@"\.set-aside-\w+Z(-\d+)?")]
    private static partial Regex Ending();
}
