import type { FastifyInstance, FastifyLoggerOptions, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

/** Names that the database has for its own things; what it says of values is left out. */
const databaseNames = ['constraint', 'constraint_name', 'table', 'table_name', 'column', 'column_name', 'routine', 'syscall'] as const;
const name = /^[\w.:-]{1,100}$/;

export interface LoggedError {
  type: string;
  /** The code where there is one, else the type. */
  message: string;
  stack: string;
  cause?: LoggedError;
  [databaseName: string]: unknown;
}

/**
 * An error for the log: what kind it is and where it arose, never its message. Messages of the database, of JSON and of many libraries quote
 * what somebody wrote.
 */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const type = name.test(error.name) ? error.name : 'Error';
  const code = 'code' in error && typeof error.code === 'string' && name.test(error.code) ? error.code : type;
  const described: LoggedError = { type, message: code, stack: framesOf(error).join('\n') };
  for (const key of databaseNames) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string' && name.test(value)) described[key] = value;
  }
  if (error.cause !== undefined && depth < 3) described.cause = describeError(error.cause, depth + 1);
  return described;
}

/** The stack without the message, which may be of many lines and look like anything: only lines that name one of our files or a library's. */
function framesOf({ stack = '', message }: Error): string[] {
  const after = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : '';
  return after
    .split('\n')
    .map((line) => /^ {4}at (?:[\w.<>#$[\] ]+ )?\(?((?:file:|node:)[^\s()]+:\d+:\d+)\)?$/.exec(line)?.[1])
    .filter((place) => place !== undefined)
    .map((place) => place.replace(/^file:.*\/(src|node_modules|test|migrations)\//, '$1/'))
    .slice(0, 20);
}

/** One JSON object a line. Fastify's own words of requests and errors are replaced: they hold addresses and messages. */
export const loggerOptions = (level: string): FastifyLoggerOptions & { base: object; formatters: object; timestamp: () => string } => ({
  level,
  stream: process.stderr,
  base: { pid: process.pid },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
  serializers: {
    err: (error) => describeError(error),
    req: ({ method }) => ({ method }),
    res: ({ statusCode }) => ({ statusCode }),
  },
});

export interface LoggingOptions {
  /** The id of the account that asked, which a layer above this one knows; never the name. */
  accountOf(request: FastifyRequest): string | null;
}

/** One line for each request at level info, and the request's id in every answer, so that a person can report it. */
export const logging = fp(
  async function logging(app: FastifyInstance, { accountOf }: LoggingOptions) {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
    });
    app.addHook('onResponse', async (request, reply) => {
      const { method, routeOptions } = request;
      request.log.info(
        { method, route: routeOptions.url ?? 'none', status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10, account: accountOf(request) },
        'request',
      );
    });
  },
  { name: 'logging' },
);
