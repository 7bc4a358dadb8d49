CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

BEGIN TRANSACTION;
CREATE TABLE "background_asset" (
    "id" TEXT NOT NULL CONSTRAINT "PK_background_asset" PRIMARY KEY,
    "file_path" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
);

CREATE TABLE "guild_config_change" (
    "revision" INTEGER NOT NULL CONSTRAINT "PK_guild_config_change" PRIMARY KEY,
    "guild_id" INTEGER NULL,
    "kind" INTEGER NOT NULL,
    "actor_id" INTEGER NULL,
    "reason" TEXT NULL,
    "changed_at" INTEGER NOT NULL,
    "before" TEXT NULL,
    "after" TEXT NULL
);

CREATE TABLE "guild_config_clock" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_guild_config_clock" PRIMARY KEY,
    "revision" INTEGER NOT NULL,
    "epoch" TEXT NOT NULL,
    CONSTRAINT "ck_guild_config_clock_one_row" CHECK (id = 1)
);

CREATE TABLE "guild_config" (
    "guild_id" INTEGER NOT NULL CONSTRAINT "PK_guild_config" PRIMARY KEY,
    "welcome_channel_id" INTEGER NULL,
    "background_ref" TEXT NULL,
    "settings" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "ck_guild_config_guild_id" CHECK (guild_id <> 0),
    CONSTRAINT "fk_guild_config_background_ref" FOREIGN KEY ("background_ref") REFERENCES "background_asset" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ux_guild_config_background_ref" ON "guild_config" ("background_ref") WHERE background_ref IS NOT NULL;

CREATE INDEX "ix_guild_config_change_guild_id_revision" ON "guild_config_change" ("guild_id", "revision");

INSERT INTO guild_config_clock (id, revision, epoch) VALUES (1, 0, lower(hex(randomblob(16))));

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123000000_InitialSchema', '10.0.14');

COMMIT;
