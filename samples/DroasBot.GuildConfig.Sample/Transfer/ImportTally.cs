namespace DroasBot.GuildConfig.Sample.Transfer;

/// <summary>What an import has come to.</summary>
internal sealed class ImportTally
{
    public long Created { get; private set; }

    public long Changed { get; private set; }

    public long Unchanged { get; private set; }

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

    public override string ToString() => $"{Created:N0} created, {Changed:N0} changed, {Unchanged:N0} unchanged";
}
