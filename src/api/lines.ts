/** A line of input, or why it cannot be read. Numbers count from 1 as an editor does. */
export type InputLine = { number: number; text: string } | { number: number; error: string };

const maxLineBytes = 1024 * 1024;
const newline = 0x0a;

function decode(bytes: Buffer, number: number): InputLine | null {
  if (bytes.length > maxLineBytes) return { number, error: 'Raden är längre än 1 MB. Dela upp den.' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
    return text === '' ? null : { number, text };
  } catch {
    return { number, error: 'Raden är inte giltig UTF-8. Spara filen som UTF-8.' };
  }
}

/** A line that could not be answered, and why. */
export interface LineFault {
  error: string;
  field?: string;
  line: number;
}

/** The JSON of a line, or what is wrong with it. */
export function jsonOf(line: InputLine): { input: unknown } | LineFault {
  if ('error' in line) return { error: line.error, line: line.number };
  try {
    const input: unknown = JSON.parse(line.text);
    return { input };
  } catch {
    return { error: 'Raden är inte giltig JSON. Skriv ett JSON-objekt per rad.', line: line.number };
  }
}

/** Splits a byte stream into lines, one at a time; empty lines are passed over but counted. A line that is too long is not kept in memory. */
export async function* readLines(stream: AsyncIterable<Buffer | string> | Iterable<Buffer | string>): AsyncGenerator<InputLine> {
  let rest: Buffer[] = [];
  let size = 0;
  let number = 1;
  const take = (tail: Buffer): Buffer => {
    const line = Buffer.concat([...rest, tail]);
    rest = [];
    size = 0;
    return line;
  };
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let from = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
      const line = decode(take(bytes.subarray(from, end)), number);
      if (line) yield line;
      number += 1;
      from = end + 1;
    }
    const tail = bytes.subarray(from);
    size += tail.length;
    // One byte over the limit is enough to know that the line is too long.
    if (size <= maxLineBytes + 65536) rest.push(tail);
  }
  const last = decode(take(Buffer.alloc(0)), number);
  if (last) yield last;
}
