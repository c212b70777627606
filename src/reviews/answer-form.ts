import { z } from 'zod';
import { textFaults } from '../proposals/line-form.ts';
import type { InputFault } from '../web/input.ts';
import { answerKinds, checkOutcomes, type Seen } from './answers.ts';
import type { RiskItem } from './risk-items.ts';

/** What somebody sends about a group of items, as it was written. */
export interface TypedAnswer {
  kind: string;
  motive: string;
  wrongRule: string;
  version: number;
  /** The ticked items by their keys, with the revision of the answer that was seen. */
  seen: ReadonlyMap<string, number>;
  /** Where in the list the group stood, so that the next one comes in its place. */
  place: number;
  /** Which group the form was for, and the list's filter then. */
  group: string;
  filter: Readonly<Record<string, string>>;
}

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const rawSchema = z.record(z.string(), many.catch([])).catch({});
const tick = /^(\d{1,9}) (.{1,700})$/;

const querySchema = z.object({ grupp: z.string().max(40).catch('') });

export function readAnswer(body: unknown, query: unknown): TypedAnswer {
  const raw = rawSchema.parse(body ?? {});
  const one = (name: string): string => (raw[name]?.at(-1) ?? '').replaceAll('\r\n', '\n').trim();
  const whole = (name: string): number => (/^\d{1,9}$/.test(one(name)) ? Number(one(name)) : 0);
  const seen = new Map<string, number>();
  for (const text of raw.rad ?? []) {
    const [, revision, key] = tick.exec(text) ?? [];
    if (revision !== undefined && key !== undefined) seen.set(key, Number(revision));
  }
  return {
    kind: one('svar'),
    motive: one('motiv'),
    wrongRule: one('fel-regel'),
    version: whole('version'),
    seen,
    place: whole('plats'),
    group: querySchema.parse(query).grupp,
    filter: Object.fromEntries(new URLSearchParams(one('filter'))),
  };
}

/** The ticked items that the version has. */
export function tickedOf<T extends { key: string }>(items: readonly T[], { seen }: TypedAnswer): Seen<T>[] {
  return items.flatMap((item) => {
    const revision = seen.get(item.key);
    return revision === undefined ? [] : [{ item, revision }];
  });
}

const isIn = <K extends string>(known: readonly K[], kind: string): kind is K => known.some((one) => one === kind);
const longest = 4000;

function common({ motive }: TypedAnswer, ticked: readonly unknown[], askedMotive: string | null): InputFault[] {
  return [
    ...(ticked.length === 0 ? [{ field: 'rader', message: 'Kryssa för minst en rad.' }] : []),
    ...(askedMotive !== null && motive === '' ? [{ field: 'motiv', message: askedMotive }] : []),
    ...textFaults('motiv', motive, longest),
  ];
}

const askedWhy = 'Skriv ett motiv, så att den som läser svaret vet varför.';

/** A manager's answer, and what is wrong with it. To accept a risk that hinders asks for a motive, since the decision will rest on it. */
export function managerAnswerOf(typed: TypedAnswer, ticked: readonly Seen<Pick<RiskItem, 'severity'>>[]) {
  const kind = isIn(answerKinds, typed.kind) ? typed.kind : null;
  const hinders = ticked.some(({ item }) => item.severity === 'blocking');
  const acceptedWhy = hinders ? 'Risken hindrar enligt reglerna. Skriv varför den ändå kan accepteras: beslutet vilar på ditt svar.' : null;
  const faults = common(typed, ticked, kind === null ? null : kind === 'accept' ? acceptedWhy : askedWhy);
  return {
    kind,
    faults: kind === null ? [{ field: 'svar', message: 'Välj ett svar: Acceptera risken, Begär ändring eller Fråga jurist.' }, ...faults] : faults,
  };
}

/** A lawyer's answer, and what is wrong with it. `rules` are those that may be pointed out for every ticked item. */
export function legalAnswerOf(typed: TypedAnswer, ticked: readonly unknown[], rules: ReadonlySet<string>) {
  const outcome = isIn(checkOutcomes, typed.kind) ? typed.kind : null;
  const wrongRule = outcome === 'rule_wrong' ? typed.wrongRule : null;
  const faults = common(typed, ticked, outcome !== null && outcome !== 'right' ? askedWhy : null);
  if (outcome === null) faults.unshift({ field: 'svar', message: 'Välj ett svar: Rätt, Ska ändras eller Regeln är fel tillämpad.' });
  if (wrongRule !== null && !rules.has(wrongRule)) faults.unshift({ field: 'fel-regel', message: 'Välj vilken regel som är fel tillämpad.' });
  return { outcome, wrongRule, faults };
}
