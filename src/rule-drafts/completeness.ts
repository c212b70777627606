import { lastDay } from '../rulesets/publish.ts';
import { count, date as dateInWords, list } from '../web/format.ts';
import { areaName, type DraftNote, draftPath, type RuleDraft, settleHref } from './draft.ts';
import type { Evaluation } from './rule-drafts.ts';

/** Something that is missing before a change can go on: what, and where it is mended. */
export interface DraftLack {
  text: string;
  href: string;
}

/** What is said of a change must fit this. Dates are ISO. */
export interface NoteLimits {
  today: string;
  /** The newest version: no change applies before it does. */
  newest: { number: number; appliesFrom: string } | undefined;
  /** The areas where the change alters any answer or text; empty where there is none, or where it cannot be worked out. */
  touched: readonly string[];
}

/** What is not said yet, by the form's fields. */
export function noteLacks(
  { what, why, appliesFrom, areas }: DraftNote,
  { today, newest, touched }: NoteLimits,
): { field: 'vad' | 'varfor' | 'fran' | 'omrade'; message: string }[] {
  return [
    ...(what === '' ? [{ field: 'vad' as const, message: 'Skriv vad som ändras.' }] : []),
    ...(why === '' ? [{ field: 'varfor' as const, message: 'Skriv varför.' }] : []),
    ...(appliesFrom === null ? [{ field: 'fran' as const, message: 'Välj från vilken dag ändringen ska gälla.' }] : []),
    ...(appliesFrom !== null && appliesFrom < today
      ? [{ field: 'fran' as const, message: `Dagen ${dateInWords(appliesFrom)} har passerat. Välj i dag eller en senare dag.` }]
      : []),
    ...(appliesFrom !== null && appliesFrom >= today && newest !== undefined && appliesFrom < newest.appliesFrom
      ? [
          {
            field: 'fran' as const,
            message: `Version ${newest.number} börjar gälla ${dateInWords(newest.appliesFrom)}, och ändringen bygger på den. Välj den dagen eller en senare.`,
          },
        ]
      : []),
    ...(appliesFrom !== null && appliesFrom > lastDay(today)
      ? [
          {
            field: 'fran' as const,
            message: `${dateInWords(appliesFrom)} ligger för långt fram. Välj en dag senast ${dateInWords(lastDay(today))}: ingen senare ändring kan börja gälla före den här.`,
          },
        ]
      : []),
    // Where no answer and no text changes there is no area to choose; the page says so.
    ...(areas.length === 0 && touched.length > 0
      ? [{ field: 'omrade' as const, message: `Välj minst ett område. Svar eller texter ändras i ${list(touched.map(areaName))}.` }]
      : []),
  ];
}

/** What is missing of the change itself and of what is said of it. */
export function lacksOf(draft: RuleDraft, limits: NoteLimits): DraftLack[] {
  const path = draftPath(draft);
  return [
    ...(draft.operations.length === 0 ? [{ text: 'Lägg till minst en sak som ska ändras.', href: `${path}#andringar` }] : []),
    ...noteLacks(draft, limits).map(({ field, message }) => ({ text: message, href: `${path}/text#${field}` })),
  ];
}

/** The rules whose cases say otherwise than they would, with how many cases each. */
export function contradictedRules(faults: Evaluation['faults']): { rule: string; cases: number }[] {
  const rules = Map.groupBy(
    faults.flatMap(({ contradicts }) => contradicts ?? []),
    ({ rule }) => rule,
  );
  return [...rules].map(([rule, cases]) => ({ rule, cases: new Set(cases.map((one) => one.case)).size }));
}

/** Why the change cannot be used as it is. */
export function faultLacks(draft: RuleDraft, { faults, brokenCases }: Evaluation): DraftLack[] {
  const path = draftPath(draft);
  return [
    ...contradictedRules(faults).map(({ rule, cases }) => ({
      text: `${count(cases, 'fall säger något annat än regeln', 'fall säger något annat än regeln')} med ändringen. Gå igenom dem.`,
      href: settleHref(draft, rule),
    })),
    ...faults
      .filter(({ contradicts }) => contradicts === undefined)
      .map(({ operation, problem, remedy }) => ({
        text: `${operation === null ? '' : `Ändring ${operation + 1}: `}${problem} ${remedy}`,
        href: operation === null ? `${path}#andringar` : `${path}#andring-${operation + 1}`,
      })),
    ...(brokenCases.length === 0
      ? []
      : [
          {
            text: `${brokenCases.length === 1 ? 'Ett sparat fall får' : `${brokenCases.length} sparade fall får`} ett annat svar än juristen väntar sig. Skriv om ändringen, eller dra tillbaka fallet.`,
            href: `${path}#fall`,
          },
        ]),
  ];
}
