import { isIPv4, isIPv6 } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { StartupError } from './startup-error.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const loopback: readonly string[] = ['127.0.0.1', 'localhost', '::1'];
const number = (min: number, max: number) =>
  z.coerce.number('ska vara ett tal').int('ska vara ett heltal').min(min, `ska vara minst ${min}`).max(max, `ska vara högst ${max}`);

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

/** Whether a text lists addresses or networks, as proxies are named. "1" or "true" would be read as something else than what is meant. */
const areProxies = (text: string): boolean =>
  text.split(',').every((one) => {
    const [address = '', bits] = one.trim().split('/');
    if (proxyWords.includes(one.trim())) return true;
    const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
    return most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most));
  });
const proxyWords: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

const environmentSchema = z.object({
  PORT: z.coerce.number('ska vara ett tal').int('ska vara ett heltal').min(0, 'ska vara 0–65535').max(65535, 'ska vara 0–65535').default(3000),
  HOST: z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], 'ska vara en IP-adress på den här datorn, eller localhost').default('127.0.0.1'),
  PUBLIC_URL: z
    .url({ protocol: /^https$/, error: 'ska vara adressen som människor når Insatsplan på, och börja med https://', abort: true })
    .refine(
      (url) => ['', '/'].includes(new URL(url).pathname) && new URL(url).search === '',
      'ska vara en adress utan sökväg, till exempel https://insatsplan.stockholm.se',
    )
    .optional(),
  TRUST_PROXY: z
    .string()
    .max(500)
    .refine(areProxies, 'ska vara proxyns IP-adress, eller flera med komma emellan, till exempel 10.0.0.5 eller 10.0.0.0/8')
    .optional(),
  SESSION_IDLE_MINUTES: number(5, 240).default(30),
  SESSION_HOURS: number(1, 24).default(10),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'ska vara adressen till stadens inloggning, och börja med https://', abort: true })
    .refine(
      (url) => new URL(url).protocol === 'https:' || isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, '')),
      'ska börja med https://; http:// går bara på den här datorn',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().min(16, 'ska vara minst 16 tecken').max(1000).optional(),
  OIDC_ROLE_MAP: z.string().max(1000).optional(),
  OIDC_SCOPE: z.string().max(500).default('openid profile email'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'ska vara en adress som börjar med postgres:// eller postgresql://' }).optional(),
  DATA_DIR: z.string().default('.insatsplan'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'ska vara fatal, error, warn, info, debug, trace eller silent').optional(),
  RETAIN_DRAFT_MONTHS: number(1, 1200).optional(),
  RETAIN_TRAIL_MONTHS: number(1, 1200).optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'ska vara minst 16 tecken utan mellanslag')
    .optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'ska vara e-postserverns adress och börja med smtps:// eller smtp://', abort: true })
    .refine(
      (url) => ['', '/'].includes(new URL(url).pathname) && new URL(url).search === '',
      'ska vara en adress utan sökväg, till exempel smtps://namn:losenord@post.example.se',
    )
    .refine(
      (url) => isDecodable(new URL(url).username) && isDecodable(new URL(url).password),
      'har ett procenttecken i namnet eller lösenordet. Skriv det som %25',
    )
    .optional(),
  MAIL_FROM: z.email('ska vara adressen som breven kommer från, till exempel insatsplan@stockholm.se').max(254).optional(),
  MAIL_DIGEST_HOUR: number(0, 23).default(7),
  RATE_LIMIT: z.coerce.number('ska vara ett tal').int('ska vara ett heltal').min(1, 'ska vara minst 1').default(1200),
});

/** The city's own login, by OpenID Connect. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The file that says which claims give which roles. */
  roleMap: string;
  scope: string;
}

/** Where e-mail is sent, and by whom. */
export interface MailConfig {
  host: string;
  port: number;
  /** TLS from the first byte (smtps). */
  secure: boolean;
  user: string;
  password: string;
  from: string;
  /** The hour of the day (0–23, Stockholm) when digests are sent. */
  digestHour: number;
}

export interface Config {
  port: number;
  host: string;
  /** PostgreSQL to use; without it an embedded database lives in `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  logLevel: string;
  /** What Prometheus shows to read `/metrics`. */
  metricsToken: string | undefined;
  /** Requests a minute from one address. */
  rateLimit: number;
  /** The address that people reach the server by, behind TLS; undefined on a machine of one's own. */
  publicUrl: string | undefined;
  /** Addresses of the proxies whose word about the browser's address is trusted. */
  trustProxy: string | undefined;
  sessions: { idle: number; absolute: number };
  /** Months that drafts and the trail are kept; null is for ever. */
  retention: { draftMonths: number | null; trailMonths: number | null };
  /** Undefined where no e-mail is sent. */
  mail: MailConfig | undefined;
  /** Undefined where people log in with passwords only. */
  oidc: OidcConfig | undefined;
}

/** Whether only this machine can reach the server. */
export const isLoopback = (host: string): boolean => loopback.includes(host);

/** The address that people reach this by, without a slash at its end: the base of links that are sent to them. */
export const originOf = ({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): string => publicUrl ?? `http://localhost:${port}`;

/** Reads the settings from the environment; an empty variable counts as not set. Throws `StartupError` naming every variable that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new StartupError(`Fel i inställningarna: ${faults.join('; ')}.`);
  }
  const {
    PORT,
    HOST,
    DATABASE_URL,
    DATA_DIR,
    LOG_LEVEL,
    METRICS_TOKEN,
    RATE_LIMIT,
    PUBLIC_URL,
    TRUST_PROXY,
    SESSION_IDLE_MINUTES,
    SESSION_HOURS,
    RETAIN_DRAFT_MONTHS,
    RETAIN_TRAIL_MONTHS,
  } = parsed.data;
  if (!isLoopback(HOST) && PUBLIC_URL === undefined)
    throw new StartupError(
      `Fel i inställningarna: HOST ${HOST} kan nås från andra datorer. Då måste PUBLIC_URL vara den https-adress som människor använder, och TLS avslutas framför Insatsplan.`,
    );
  return {
    port: PORT,
    host: HOST === 'localhost' ? '127.0.0.1' : HOST,
    databaseUrl: DATABASE_URL,
    dataDir: isAbsolute(DATA_DIR) ? DATA_DIR : resolve(packageFolder, DATA_DIR),
    // On a machine of one's own the terminal stays quiet.
    logLevel: LOG_LEVEL ?? (PUBLIC_URL === undefined ? 'warn' : 'info'),
    metricsToken: METRICS_TOKEN,
    rateLimit: RATE_LIMIT,
    publicUrl: PUBLIC_URL === undefined ? undefined : new URL(PUBLIC_URL).origin,
    trustProxy: TRUST_PROXY,
    retention: { draftMonths: RETAIN_DRAFT_MONTHS ?? null, trailMonths: RETAIN_TRAIL_MONTHS ?? null },
    sessions: { idle: SESSION_IDLE_MINUTES * 60_000, absolute: SESSION_HOURS * 3_600_000 },
    oidc: readOidc(parsed.data),
    mail: readMail(parsed.data),
  };
}

/** Both settings or none. */
function readMail({ SMTP_URL, MAIL_FROM, MAIL_DIGEST_HOUR }: z.infer<typeof environmentSchema>): MailConfig | undefined {
  if (SMTP_URL === undefined && MAIL_FROM === undefined) return undefined;
  if (SMTP_URL === undefined || MAIL_FROM === undefined)
    throw new StartupError(`Fel i inställningarna: e-post behöver också ${SMTP_URL === undefined ? 'SMTP_URL' : 'MAIL_FROM'}.`);
  const { protocol, hostname, port, username, password } = new URL(SMTP_URL);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    from: MAIL_FROM,
    digestHour: MAIL_DIGEST_HOUR,
  };
}

/** All four settings or none: half of them would leave people wondering why the city's login is not there. */
function readOidc(settings: z.infer<typeof environmentSchema>): OidcConfig | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLE_MAP, OIDC_SCOPE } = settings;
  const four = { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLE_MAP };
  const missing = Object.entries(four).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === Object.keys(four).length) return undefined;
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined || OIDC_ROLE_MAP === undefined)
    throw new StartupError(`Fel i inställningarna: stadens inloggning behöver också ${missing.join(', ')}. Ange dem, eller ta bort OIDC_ISSUER.`);
  if (!OIDC_SCOPE.split(/\s+/).includes('openid'))
    throw new StartupError('Fel i inställningarna: OIDC_SCOPE måste innehålla openid. Lägg till det, eller ta bort OIDC_SCOPE.');
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    roleMap: isAbsolute(OIDC_ROLE_MAP) ? OIDC_ROLE_MAP : resolve(packageFolder, OIDC_ROLE_MAP),
    scope: OIDC_SCOPE,
  };
}
