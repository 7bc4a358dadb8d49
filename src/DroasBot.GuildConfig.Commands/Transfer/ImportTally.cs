using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The counts of an import.</summary>
internal sealed class ImportTally
{
    public long Created { get; private set; }

    public long Changed { get; private set; }

    public long Unchanged { get; private set; }

    public long Effects => Created + Changed;

    public long Total => Effects + Unchanged;

    public void Add(GuildDifference difference)
    {
        if (difference.IsCreation)
        {
            Created++;
        }
        else if (difference.IsChange)
        {
            Changed++;
        }
        else
        {
            Unchanged++;
        }
    }

    public Outcome ToOutcome(bool isDryRun)
        => new(
            $"{(isDryRun ? "Nothing was written. An import would end with" : Effects == 0 ? "Unchanged:" : "Imported:")} {this}.",
            ("created", Created), ("changed", Changed), ("unchanged", Unchanged), ("dryRun", isDryRun));

    public override string ToString() => $"{Created:N0} created, {Changed:N0} changed, {Unchanged:N0} unchanged";
}
