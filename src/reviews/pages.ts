/** Groups on a page: a page that somebody can take in, and that a browser can show at once. */
const groupsOnPage = 20;

/** One page of a list, and where the others are. A page that is not there is the last one. */
export function pageOf<T>(all: readonly T[], asked: number): { shown: readonly T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(all.length / groupsOnPage));
  const page = Math.min(Math.max(1, asked), pages);
  return { shown: all.slice((page - 1) * groupsOnPage, page * groupsOnPage), page, pages };
}
