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
    public SetAsideFiles(string database, DateTimeOffset now)
    {
        _database = database;
        _suffixes = [.. DatabaseFile.Suffixes.Where(suffix => Path.Exists(database + suffix))];
        var stamped = database + Ending + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        _aside = stamped;
        for (var number = 2; DatabaseFile.Suffixes.Any(suffix => Path.Exists(_aside + suffix)); number++)
        {
            _aside = string.Create(CultureInfo.InvariantCulture, $"{stamped}-{number}");
        }
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
}
