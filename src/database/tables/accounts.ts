import type { Generated } from 'kysely';

export interface AccountTables {
  account: AccountTable;
  account_role: AccountRoleTable;
  session: SessionTable;
  one_time_link: OneTimeLinkTable;
  login_failure: LoginFailureTable;
  known_browser: KnownBrowserTable;
}

/** Somebody who may log in: by a password, or at an OpenID provider. */
interface AccountTable {
  id: Generated<string>;
  name: string;
  /** In small letters. */
  email: string;
  password_hash: Generated<string | null>;
  oidc_issuer: Generated<string | null>;
  oidc_subject: Generated<string | null>;
  disabled_at: Generated<Date | null>;
  created_at: Generated<Date>;
}

/** A role in one district, or in the whole city (`*`). */
interface AccountRoleTable {
  account_id: string;
  role: string;
  district: string;
}

/** A login. Tokens are kept as SHA-256 in hexadecimal, here as in the tables below. */
interface SessionTable {
  token_hash: string;
  account_id: string;
  created_at: Generated<Date>;
  seen_at: Generated<Date>;
  expires_at: Date;
  /** The provider's token, which it asks for at logout. */
  id_token: string | null;
}

interface OneTimeLinkTable {
  token_hash: string;
  account_id: string;
  expires_at: Date;
  used_at: Date | null;
}

interface LoginFailureTable {
  key_hash: string;
  at: Generated<Date>;
}

interface KnownBrowserTable {
  token_hash: string;
  account_id: string;
  seen_at: Generated<Date>;
}
