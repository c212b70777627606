import t from 'tap';

const works: (() => unknown)[] = [];
let collects = false;

/** Does something when the process has run its last test: once for all files of a queue. */
export function atEnd(work: () => unknown): void {
  if (collects) works.unshift(work);
  else t.teardown(work);
}

/** From now on `atEnd` is done when what this gives is called. */
export function collectAtEnd(): () => Promise<void> {
  collects = true;
  return async () => {
    for (const work of works.splice(0)) await work();
  };
}
