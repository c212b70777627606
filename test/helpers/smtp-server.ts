import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Test } from 'tap';

/** A letter as the server took it. */
export interface Received {
  from: string;
  to: string[];
  /** Headers and body, decoded. */
  text: string;
}

export interface TestSmtpServer {
  port: number;
  received: Received[];
  /** Stops listening, as a server that has gone away; `come` brings it back on the same port. */
  goAway(): Promise<void>;
  come(): Promise<void>;
}

/** A real SMTP server on 127.0.0.1, without TLS unless told otherwise; closed after the test. */
export async function startSmtpServer(t: Test, options: SMTPServerOptions = {}): Promise<TestSmtpServer> {
  const received: Received[] = [];
  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      ...options,
      onData(stream, { envelope }, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          received.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: decoded(Buffer.concat(chunks).toString('latin1')) });
          done();
        });
      },
    });
  let server: SMTPServer | null = null;
  let port = 0;
  const result: TestSmtpServer = {
    port,
    received,
    async come() {
      const started = make();
      // A client that breaks off the handshake is what some tests are about.
      started.on('error', () => undefined);
      await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
      port = (started.server.address() as AddressInfo).port;
      result.port = port;
      server = started;
    },
    async goAway() {
      const stopped = server;
      server = null;
      await new Promise<void>((resolve) => (stopped === null ? resolve() : stopped.close(resolve)));
    },
  };
  await result.come();
  t.teardown(() => result.goAway());
  return result;
}

const bytes = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/** What a reader of the letter sees: headers in RFC 2047's words, the body from quoted-printable or base64. */
function decoded(raw: string): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const encoding = /^content-transfer-encoding: *(\S+)/im.exec(head)?.[1]?.toLowerCase();
  const plain = (text: string) => utf8(text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => bytes(hex)));
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : encoding === 'quoted-printable' ? plain(body) : utf8(body);
  const headers = head
    .replace(/\r\n[ \t]+/g, ' ')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?(q|b)\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : plain(word.replaceAll('_', ' ')),
    );
  return `${headers}\r\n\r\n${text}`.replaceAll('\r\n', '\n');
}
