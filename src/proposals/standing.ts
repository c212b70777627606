import type { Actor } from '../accounts/roles.ts';
import type { Decided } from '../drafts/decided.ts';
import type { StoredVersion } from './repository.ts';
import type { WorkingState } from './working-copy.ts';

/** How far a proposal has come, as lists tag it. */
export interface StatusTag {
  text: string;
  color: 'neutral' | 'info' | 'warning' | 'success';
}

/** Why a line made its proposal come back, with the version it concerns. */
export interface ReturnNote {
  version: number;
  reason: string;
  by: string;
  at: Date;
}

/** What the pages of proposals ask of the reviews, which lie above them. */
export interface Standings {
  /** The tags of each proposal; in one question. */
  tags(proposals: readonly { id: string; version: number }[]): Promise<ReadonlyMap<string, readonly StatusTag[]>>;
  /** The tag of each version of a proposal with which somebody has taken a step. */
  versions(proposal: string): Promise<ReadonlyMap<number, StatusTag>>;
  /** What the card on a proposal's page shows to the one who looks. */
  card(actor: Actor, version: StoredVersion, newest: number, working: WorkingState | null): Promise<object>;
  /** The decision on a version; null while there is none. */
  decided(proposal: string, version: number): Promise<Decided | null>;
  /** Why a proposal that has come back did so at a line, until it is submitted again. */
  returned(proposal: string, line: { insats: string; group: string }): Promise<ReturnNote | null>;
}
