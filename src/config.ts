import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { StartupError } from './startup-error.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const loopback = ['127.0.0.1', 'localhost', '::1'];

const environmentSchema = z.object({
  PORT: z.coerce.number('ska vara ett tal').int('ska vara ett heltal').min(0, 'ska vara 0–65535').max(65535, 'ska vara 0–65535').default(3000),
  HOST: z
    .enum(loopback, 'får bara vara 127.0.0.1, localhost eller ::1, eftersom Insatsplan ännu saknar inloggning och därför inte får nås från andra datorer')
    .default('127.0.0.1'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'ska vara en adress som börjar med postgres:// eller postgresql://' }).optional(),
  DATA_DIR: z.string().default('.insatsplan'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'ska vara fatal, error, warn, info, debug, trace eller silent')
    .default('warn'),
  RATE_LIMIT: z.coerce.number('ska vara ett tal').int('ska vara ett heltal').min(1, 'ska vara minst 1').default(1200),
});

export interface Config {
  port: number;
  host: string;
  /** PostgreSQL to use; without it an embedded database lives in `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  logLevel: string;
  /** Requests a minute from one address. */
  rateLimit: number;
}

/** Reads the settings from the environment; an empty variable counts as not set. Throws `StartupError` naming every variable that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new StartupError(`Fel i inställningarna: ${faults.join('; ')}.`);
  }
  const { PORT, HOST, DATABASE_URL, DATA_DIR, LOG_LEVEL, RATE_LIMIT } = parsed.data;
  return {
    port: PORT,
    host: HOST === 'localhost' ? '127.0.0.1' : HOST,
    databaseUrl: DATABASE_URL,
    dataDir: isAbsolute(DATA_DIR) ? DATA_DIR : resolve(packageFolder, DATA_DIR),
    logLevel: LOG_LEVEL,
    rateLimit: RATE_LIMIT,
  };
}
