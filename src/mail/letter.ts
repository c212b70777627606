import type { Account } from '../accounts/repository.ts';
import type { Notice } from '../notices/kinds.ts';
import { type NoticeNames, noticeInWords } from '../notices/words.ts';
import { count } from '../web/format.ts';
import type { Letter } from './transport.ts';

const when = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
/** A digest of a hundred things is not read: the rest stands on the page. */
const mostInALetter = 30;

/** A letter about notices. It says what happened and where to look, and nothing that anybody has written. */
export function letterOf(
  id: string,
  to: Pick<Account, 'name' | 'email'>,
  notices: readonly Notice[],
  digest: boolean,
  { origin, names }: { origin: string; names: NoticeNames },
): Letter {
  const shown = notices.slice(0, mostInALetter);
  const told = (notice: Notice): string => {
    const { who, did, about } = noticeInWords(notice, names);
    return `${who} ${did}.\n${about}, ${when.format(notice.at)}\n${origin}/notiser/${notice.id}/oppna`;
  };
  // A day's letter is read place by place.
  const places = [...Map.groupBy(shown, ({ district }) => district)];
  const blocks = places.flatMap(([district, own]) => (digest && places.length > 1 ? [`== ${names.district(district)} ==`, ...own.map(told)] : own.map(told)));
  const rest = notices.length - shown.length;
  const [only] = notices;
  const subject =
    digest || only === undefined
      ? `Insatsplan: ${count(notices.length, 'oläst notis', 'olästa notiser')}`
      : `Insatsplan: ${names.district(only.district)}, ny notis`;
  const text = [
    `Hej ${to.name}!`,
    digest ? 'Det här har hänt i Insatsplan och du har inte läst det än.' : 'Det här har hänt i Insatsplan.',
    ...blocks,
    ...(rest > 0 ? [`Och ${count(rest, 'notis', 'notiser')} till: ${origin}/notiser`] : []),
    `Brev direkt, en gång om dagen eller inte alls? Du väljer själv: ${origin}/mitt-konto/notiser\nBrevet går inte att svara på.`,
  ].join('\n\n');
  return { id, to: { name: to.name, address: to.email }, subject: subject.replaceAll('\u00a0', ' '), text: `${text.replaceAll('\u00a0', ' ')}\n` };
}
