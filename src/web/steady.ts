/** How long a page waits for the answer. */
const patienceMilliseconds = 2000;

/**
 * Asks each time, but gives the last answer where a new one fails or keeps people waiting: what stands beside a page must not take the page
 * with it when the database is away.
 */
export function steady<T>(ask: () => Promise<T>, first: T): () => Promise<T> {
  let last = first;
  return async () => {
    const asked = ask().then(
      (answer) => {
        last = answer;
      },
      () => undefined,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMilliseconds);
    });
    await Promise.race([asked, late]);
    clearTimeout(timer);
    return last;
  };
}
