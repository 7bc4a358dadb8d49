using System.Data.Common;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>A check that goes through a table, one page after another. Each page is one statement, so all that it shows is of one instant.</summary>
internal interface IPagedCheck
{
    /// <summary>Gets the statement that reads the next page.</summary>
    string Sql { get; }

    bool IsDone { get; }

    /// <summary>Gives the parameters of the next page.</summary>
    IReadOnlyList<(string Name, long Value)> BeginPage();

    void Visit(DbDataReader row);

    void EndPage();
}
