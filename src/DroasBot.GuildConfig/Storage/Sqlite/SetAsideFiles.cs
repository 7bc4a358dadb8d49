using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The files of a replaced database, and their new names: they are renamed together, so that file and log can still be opened.</summary>
internal sealed class SetAsideFiles
{
    public const string Ending = ".set-aside-";

    private readonly string _database;
    private readonly string _aside;
    private readonly IReadOnlyList<string> _suffixes;

    /// <param name="database">The path of the database, which need not exist.</param>
    /// <param name="now">Becomes a part of the names.</param>
    /// <param name="interrupted">The paths of what an interrupted restore has set aside, and is still there. If that is the database without its log, the log gets a name that fits.</param>
    public SetAsideFiles(string database, DateTimeOffset now, IReadOnlyList<string> interrupted)
    {
        _database = database;
        _suffixes = [.. DatabaseFile.Suffixes.Where(suffix => Path.Exists(database + suffix))];
        _aside = interrupted.LastOrDefault(IsDatabaseAlone) ?? FindUnused(database + Ending + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>Gets the new full paths of the files; none if there are no files.</summary>
    public IReadOnlyList<string> Paths => [.. _suffixes.Select(suffix => _aside + suffix)];

    /// <summary>Moves them. None is overwritten.</summary>
    public void Move()
    {
        foreach (var suffix in _suffixes)
        {
            File.Move(_database + suffix, _aside + suffix);
        }
    }

    /// <summary>Whether a path is that of a database, and the other files can still get names that fit.</summary>
    private bool IsDatabaseAlone(string path)
        => !DatabaseFile.Suffixes.Skip(1).Any(suffix => path.EndsWith(suffix, StringComparison.Ordinal)) && !_suffixes.Any(suffix => Path.Exists(path + suffix));

    private static string FindUnused(string name)
    {
        var unused = name;
        for (var number = 2; DatabaseFile.Suffixes.Any(suffix => Path.Exists(unused + suffix)); number++)
        {
            unused = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return unused;
    }
}
