using DroasBot.GuildConfig.Storage.Maintenance;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>SQLite's own checks of a file: its structure, and its references between rows (https://sqlite.org/pragma.html#pragma_integrity_check).</summary>
internal static class SqliteIntegrity
{
    private const string Fine = "ok";

    public static void Check(InterruptibleConnection connection, Action<string> report)
    {
        connection.Read($"PRAGMA integrity_check({ProblemList.Longest})", row => ReportUnlessFine(row, report));
        connection.Read(
            "PRAGMA foreign_key_check",
            row => report($"Row {(row.IsDBNull(1) ? "without a rowid" : row.GetString(1))} of {row.GetString(0)} refers to a missing row of {row.GetString(2)}."));
    }

    /// <summary>Checks only the structure, which is quicker, up to the first problem.</summary>
    public static void CheckStructure(InterruptibleConnection connection, Action<string> report)
        => connection.Read("PRAGMA quick_check(1)", row => ReportUnlessFine(row, report));

    private static void ReportUnlessFine(SqliteDataReader row, Action<string> report)
    {
        if (row.GetString(0) is not Fine and var problem)
        {
            report($"SQLite finds the file damaged: {problem.ReplaceLineEndings(" ")}");
        }
    }
}
