import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // A password or an identity at an OpenID provider, or neither: then the account waits for its one-time link.
  await sql`
    create table account (
      id uuid primary key default gen_random_uuid(),
      name text not null check (length(name) between 1 and 120),
      email text not null check (length(email) between 3 and 254 and email = lower(email)),
      password_hash text check (password_hash like '$argon2id$%'),
      oidc_issuer text,
      oidc_subject text,
      disabled_at timestamptz,
      created_at timestamptz not null default now(),
      constraint account_email unique (email),
      constraint account_oidc unique (oidc_issuer, oidc_subject),
      constraint account_oidc_both check ((oidc_issuer is null) = (oidc_subject is null))
    )`.execute(db);

  // A role holds in one district, or in the whole city where the district is an asterisk.
  await sql`
    create table account_role (
      account_id uuid not null references account (id) on delete cascade,
      role text not null check (role in ('planner', 'district_manager', 'legal', 'administrator', 'reader')),
      district text not null check (length(district) between 1 and 120),
      primary key (account_id, role, district)
    )`.execute(db);

  // Only hashes of tokens are kept: who reads the table cannot log in with it.
  await sql`
    create table session (
      token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
      account_id uuid not null references account (id) on delete cascade,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null,
      id_token text,
      constraint session_order check (expires_at > created_at)
    )`.execute(db);
  await db.schema.createIndex('session_by_account').on('session').column('account_id').execute();
  await db.schema.createIndex('session_by_expiry').on('session').column('expires_at').execute();

  await sql`
    create table one_time_link (
      token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
      account_id uuid not null references account (id) on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db);
  await db.schema.createIndex('one_time_link_by_account').on('one_time_link').column('account_id').execute();

  // Failed logins, by what they are counted for: an address, an account, or both together. Kept as hashes, and not for long.
  await sql`
    create table login_failure (
      key_hash text not null check (key_hash ~ '^[0-9a-f]{64}$'),
      at timestamptz not null default now()
    )`.execute(db);
  await db.schema.createIndex('login_failure_by_key').on('login_failure').columns(['key_hash', 'at']).execute();

  // A browser where the account has logged in before is let past the count of failures from elsewhere.
  await sql`
    create table known_browser (
      token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
      account_id uuid not null references account (id) on delete cascade,
      seen_at timestamptz not null default now()
    )`.execute(db);
  await db.schema.createIndex('known_browser_by_account').on('known_browser').column('account_id').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['known_browser', 'login_failure', 'one_time_link', 'session', 'account_role', 'account']) await db.schema.dropTable(table).execute();
}
