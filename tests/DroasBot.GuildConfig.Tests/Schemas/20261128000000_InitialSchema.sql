CREATE TABLE "guild_config_migration" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK_guild_config_migration" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE "background_content" (
    "hash" TEXT NOT NULL CONSTRAINT "PK_background_content" PRIMARY KEY,
    "media_type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "length" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
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
    "after" TEXT NULL,
    "previous" INTEGER NULL,
    "mark" TEXT NULL,
    "digest" INTEGER NULL,
    CONSTRAINT "ck_guild_config_change_revision" CHECK (revision > 0)
);

CREATE TABLE "guild_config_clock" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_guild_config_clock" PRIMARY KEY,
    "revision" INTEGER NOT NULL,
    "epoch" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "pruned" INTEGER NOT NULL,
    CONSTRAINT "ck_guild_config_clock_one_row" CHECK (id = 1)
);

CREATE TABLE "guild_departure" (
    "guild_id" INTEGER NOT NULL CONSTRAINT "PK_guild_departure" PRIMARY KEY,
    "left_at" INTEGER NOT NULL,
    CONSTRAINT "ck_guild_departure_guild_id" CHECK (guild_id <> 0)
);

CREATE TABLE "background_asset" (
    "id" TEXT NOT NULL CONSTRAINT "PK_background_asset" PRIMARY KEY,
    "file_path" TEXT NULL,
    "content_hash" TEXT NULL,
    "media_type" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "ck_background_asset_source" CHECK ((file_path IS NULL) <> (content_hash IS NULL)),
    CONSTRAINT "fk_background_asset_content_hash" FOREIGN KEY ("content_hash") REFERENCES "background_content" ("hash") ON DELETE RESTRICT
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
    CONSTRAINT "ck_guild_config_revision" CHECK (revision > 0),
    CONSTRAINT "fk_guild_config_background_ref" FOREIGN KEY ("background_ref") REFERENCES "background_asset" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_background_asset_content_hash" ON "background_asset" ("content_hash") WHERE content_hash IS NOT NULL;

CREATE UNIQUE INDEX "ux_guild_config_background_ref" ON "guild_config" ("background_ref") WHERE background_ref IS NOT NULL;

CREATE INDEX "ix_guild_config_change_guild_id_revision" ON "guild_config_change" ("guild_id", "revision");

INSERT INTO guild_config_clock (id, revision, epoch, mark, pruned) VALUES (1, 0, lower(hex(randomblob(16))), lower(hex(randomblob(8))), 0);

INSERT INTO "guild_config_migration" ("MigrationId", "ProductVersion")
VALUES ('20261128000000_InitialSchema', '10.0.15');
