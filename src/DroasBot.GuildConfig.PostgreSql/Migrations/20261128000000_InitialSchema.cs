using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DroasBot.GuildConfig.PostgreSql.Migrations
{
    /// <inheritdoc />
    internal partial class InitialSchema : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "background_content",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_background_content", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "guild_config_change",
                columns: table => new
                {
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    guild_id = table.Column<long>(type: "bigint", nullable: true),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    actor_id = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    before = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: true),
                    previous = table.Column<long>(type: "bigint", nullable: true),
                    mark = table.Column<string>(type: "text", nullable: true),
                    digest = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_guild_config_change", x => x.revision);
                    table.CheckConstraint("ck_guild_config_change_revision", "revision > 0");
                });

            migrationBuilder.CreateTable(
                name: "guild_config_clock",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    epoch = table.Column<string>(type: "text", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: false),
                    pruned = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_guild_config_clock", x => x.id);
                    table.CheckConstraint("ck_guild_config_clock_one_row", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "guild_departure",
                columns: table => new
                {
                    guild_id = table.Column<long>(type: "bigint", nullable: false),
                    left_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_guild_departure", x => x.guild_id);
                    table.CheckConstraint("ck_guild_departure_guild_id", "guild_id <> 0");
                });

            migrationBuilder.CreateTable(
                name: "background_asset",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_path = table.Column<string>(type: "text", nullable: true),
                    content_hash = table.Column<string>(type: "text", nullable: true),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_background_asset", x => x.id);
                    table.CheckConstraint("ck_background_asset_source", "(file_path IS NULL) <> (content_hash IS NULL)");
                    table.ForeignKey(
                        name: "fk_background_asset_content_hash",
                        column: x => x.content_hash,
                        principalTable: "background_content",
                        principalColumn: "hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "guild_config",
                columns: table => new
                {
                    guild_id = table.Column<long>(type: "bigint", nullable: false),
                    welcome_channel_id = table.Column<long>(type: "bigint", nullable: true),
                    background_ref = table.Column<Guid>(type: "uuid", nullable: true),
                    settings = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_guild_config", x => x.guild_id);
                    table.CheckConstraint("ck_guild_config_guild_id", "guild_id <> 0");
                    table.CheckConstraint("ck_guild_config_revision", "revision > 0");
                    table.ForeignKey(
                        name: "fk_guild_config_background_ref",
                        column: x => x.background_ref,
                        principalTable: "background_asset",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_background_asset_content_hash",
                table: "background_asset",
                column: "content_hash",
                filter: "content_hash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_guild_config_background_ref",
                table: "guild_config",
                column: "background_ref",
                unique: true,
                filter: "background_ref IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_guild_config_change_guild_id_revision",
                table: "guild_config_change",
                columns: new[] { "guild_id", "revision" });

            // The one row; its epoch tells this database from every other, and from an earlier one at the same place.
            migrationBuilder.Sql("INSERT INTO guild_config_clock (id, revision, epoch, mark, pruned) VALUES (1, 0, replace(gen_random_uuid()::text, '-', ''), left(replace(gen_random_uuid()::text, '-', ''), 16), 0);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "guild_config");

            migrationBuilder.DropTable(
                name: "guild_config_change");

            migrationBuilder.DropTable(
                name: "guild_config_clock");

            migrationBuilder.DropTable(
                name: "guild_departure");

            migrationBuilder.DropTable(
                name: "background_asset");

            migrationBuilder.DropTable(
                name: "background_content");
        }
    }
}
