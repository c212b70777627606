import { z } from 'zod';
import { may } from '../accounts/permissions.ts';
import type { Actor } from '../accounts/roles.ts';
import { areas } from '../catalogue/schema.ts';
import { type Operation, parseOperations } from '../rule-changes/operations.ts';
import { url } from '../web/format.ts';
import { type DraftState, isOpen } from './states.ts';

/** What is said of a change. Every field may be empty while it is written. */
export interface DraftNote {
  title: string;
  what: string;
  why: string;
  /** The catalogue's areas that it concerns, by id. */
  areas: readonly string[];
  /** ISO date. */
  appliesFrom: string | null;
}

/** A person as a page names them; null is the one at a machine without accounts. */
export type Person = { id: string; name: string } | null;

/** A change of the rules that somebody writes and somebody else checks. */
export interface RuleDraft extends DraftNote {
  /** Shown to people as `draftName`, and in the address. */
  id: number;
  operations: readonly Operation[];
  /** The stored operations cannot be read by this version of the program; `operations` is then empty. */
  unreadable: boolean;
  /** The version of the rules that it was last held against by a person: when it was made, submitted or checked. */
  basedOn: number;
  state: DraftState;
  /** Grows by one with each change. */
  revision: number;
  author: Person;
  checker: Person;
  /** What it was published as. */
  version: number | null;
  /** The rule's page, or the lawyer's case, that it was begun from. */
  rule: string | null;
  case: string | null;
  copiedFrom: number | null;
  createdAt: Date;
  updatedAt: Date;
}

const areaNames: Readonly<Record<string, string>> = areas;
export const areaName = (id: string): string => areaNames[id] ?? id;

/** "Ä-12". */
export const draftName = ({ id }: Pick<RuleDraft, 'id'>): string => `Ä-${id}`;
export const draftsPath = '/metod/andringar';
export const draftPath = ({ id }: Pick<RuleDraft, 'id'>): string => `${draftsPath}/${id}`;
/** Where the cases of a rule that a change contradicts are settled. */
export const settleHref = (draft: Pick<RuleDraft, 'id'>, rule: string): string => url(`${draftPath(draft)}/fall`, { regel: rule });

/** The day (ISO) whose city and proposals a change is held against: that from which it applies, or today. */
export const effectDate = ({ appliesFrom }: Pick<RuleDraft, 'appliesFrom'>, today: string): string =>
  appliesFrom !== null && appliesFrom > today ? appliesFrom : today;

/** A draft's id as it stands in an address; null for anything else. */
export const draftId = (text: string): number | null => z.coerce.number().int().min(1).max(2_000_000_000).safeParse(text).data ?? null;

/** Operations as they are stored. */
export function storedOperations(value: unknown): Pick<RuleDraft, 'operations' | 'unreadable'> {
  const read = parseOperations({ operations: value });
  return 'operations' in read ? { operations: read.operations, unreadable: false } : { operations: [], unreadable: true };
}

/** Only the one who writes a change rewrites it, so that whoever checks it has had no part in it. Others return it, or copy it. */
export const isAuthor = (actor: Actor, draft: Pick<RuleDraft, 'author'>): boolean => (actor.account?.id ?? null) === (draft.author?.id ?? null);
export const mayEdit = (actor: Actor, draft: Pick<RuleDraft, 'author' | 'state'>): boolean =>
  isOpen(draft.state) && may(actor, 'rule.draft', null) && isAuthor(actor, draft);
