import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { isLoopback, type MailConfig } from '../config.ts';
import { errorCode } from '../startup-error.ts';

export interface Letter {
  to: { name: string; address: string };
  subject: string;
  text: string;
  /** The same for the same letter, so that one that comes twice can be seen to be one. */
  id: string;
}

/** A letter that did not go. */
export class MailError extends Error {
  override readonly name = 'MailError';
  /** What kind of failure it was, without any words of the server's: a code of ours or of SMTP. */
  readonly code: string;
  /** `letter`: this one will never go. `later`: this one may go later. `server`: nothing goes now. */
  readonly reach: 'letter' | 'later' | 'server';

  constructor(code: string, reach: MailError['reach'], options: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.reach = reach;
  }
}

export interface Transport {
  /** @throws MailError */
  send(letter: Letter): Promise<void>;
}

/** Waits in milliseconds, all shorter than a letter is held (`queue.ts`). */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000, dnsTimeout: 15_000 };

/** TLS from the start, or by STARTTLS, which is demanded of every server but one on this machine. Certificates are always checked. */
export function transportOptions({ host, port, secure, user, password }: MailConfig): SMTPTransportOptions {
  const here = isLoopback(host);
  return {
    ...{ host, port, secure, requireTLS: !secure && !here, ignoreTLS: !secure && here },
    ...(user === '' ? {} : { auth: { user, pass: password } }),
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Sends letters through the server of the settings, by a connection for each. */
export function createMailTransport(config: MailConfig): Transport {
  const transport = createTransport(transportOptions(config));
  const domain = config.from.split('@').at(-1) ?? 'localhost';
  return {
    async send({ to, subject, text, id }) {
      try {
        await transport.sendMail({
          from: { name: 'Insatsplan', address: config.from },
          to,
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (cause) {
        throw failureOf(cause);
      }
    },
  };
}

/** A refusal of the address or the letter itself concerns that letter; everything else the server. */
function failureOf(cause: unknown): MailError {
  const response = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'responseCode') : undefined;
  // Where an error has no code its message would stand there, which may quote what the server said.
  const known = errorCode(cause);
  const code = /^[A-Z\d_]{1,40}$/.test(known) ? known : 'EUNKNOWN';
  if ((code === 'EENVELOPE' || code === 'EMESSAGE') && typeof response === 'number')
    return new MailError(`${code} ${response}`, response >= 500 ? 'letter' : 'later', { cause });
  return new MailError(code, 'server', { cause });
}
