import { z } from 'zod';

/** What there is to be told of. */
const noticeKinds = ['mention', 'submitted', 'returned', 'approved', 'checked', 'adopted', 'withdrawn', 'referred', 'rule_answered'] as const;
export type NoticeKind = (typeof noticeKinds)[number];
export const noticeKindSchema = z.enum(noticeKinds);

/** How notices come by e-mail. */
export const deliveries = ['at_once', 'digest', 'none'] as const;
export type Delivery = (typeof deliveries)[number];
export const deliverySchema = z.enum(deliveries);

/**
 * For whoever has not chosen: one letter a day at the most, with what is still unread. A notice that nobody sees is of no use, and those who are
 * most tired are the last to look for a setting; nobody gets a letter about what they have read here.
 */
export const usualDelivery: Delivery = 'digest';

/** A notice as somebody reads it. */
export interface Notice {
  id: number;
  kind: NoticeKind;
  at: Date;
  readAt: Date | null;
  proposal: string;
  district: string;
  /** The version that it is about. */
  number: number;
  /** The roles that are why, as ids. */
  asRoles: readonly string[];
  /** Null for the one at a machine without accounts, and for an account that is gone. */
  actor: string | null;
  /** The line and the comment of a mention. */
  comment: { id: string; insats: string; targetGroup: string } | null;
}
