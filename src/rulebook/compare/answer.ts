import type { Assessor } from '../../assessment/assess.ts';
import type { Area } from '../../catalogue/schema.ts';
import { AppError } from '../../web/errors.ts';
import { compareSides } from './compare.ts';
import { type Aspect, aspects, flipsOf } from './flips.ts';
import { reasonsOf } from './reasons.ts';
import { readSide, type Side, type SideContext, sideContext, type WrittenSide } from './sides.ts';
import type { RulesetVersions } from './versions.ts';

/** What programs ask: each side as "basis" or "basis@date", and a version's hash where it is not the one in force. */
export interface ComparisonQuestion {
  from: string;
  to: string;
  fromRuleset?: string | undefined;
  toRuleset?: string | undefined;
  aspect: Aspect;
  area?: Area | undefined;
}

/** "sol-2025-400@2026-01-31" as a side; a date is left out for today's. */
function writtenSide(text: string, version: string): WrittenSide {
  const [legalBasis = '', ...date] = text.split('@');
  return { legalBasis, date: date.join('@'), version };
}

async function sideOf(field: 'from' | 'to', written: WrittenSide, context: SideContext): Promise<Side> {
  const { side, faults } = await readSide(written, context);
  if (side === null)
    throw new AppError(
      'invalid',
      'Sidan går inte att läsa.',
      faults.map(({ message }) => ({ field, message })),
    );
  return side;
}

/**
 * The comparison as the command line and the API answer it: default designs, no district's nuläge.
 * @throws AppError with `from` or `to` where a side cannot be read.
 */
export async function answerComparison(question: ComparisonQuestion, assessor: Assessor, versions: RulesetVersions, today: string) {
  const { aspect, area, fromRuleset = '', toRuleset = '' } = question;
  const context = await sideContext(assessor, versions, today);
  const from = await sideOf('from', writtenSide(question.from, fromRuleset), context);
  const to = await sideOf('to', writtenSide(question.to, toRuleset), context);
  const whole = compareSides(from, to, { design: 'egen' });
  const comparison = area === undefined ? whole : { ...whole, pairs: whole.pairs.filter(({ insats }) => insats.area === area) };
  const { flips, crossings } = flipsOf(comparison, aspect);
  const told = ({ legalBasis, date, version, notices }: Side) => ({ legalBasis, date, ruleset: version.hash, notices: [...notices] });
  return {
    from: told(from),
    to: told(to),
    aspect,
    area: area ?? null,
    candidates: comparison.pairs.length,
    flips: flips.length,
    crossings: crossings.map((crossing) => ({ ...crossing })),
    reasons: reasonsOf(comparison, flips, aspects[aspect].values).map((reason) => ({
      from: { value: reason.from, rules: reason.fromCards.map(ruleOf) },
      to: { value: reason.to, rules: reason.toCards.map(ruleOf) },
      candidates: reason.flips.map(({ pair: { insats, group } }) => ({
        insats: insats.id,
        name: insats.name,
        area: insats.area,
        targetGroup: group.id,
        targetGroupName: group.name,
      })),
    })),
  };
}
export type ComparisonAnswer = Awaited<ReturnType<typeof answerComparison>>;

function ruleOf({ name, title, text, places }: ReturnType<typeof reasonsOf>[number]['fromCards'][number]) {
  return { rule: name, title, text, citations: places.map(({ key, label, fragment }) => ({ source: key, label, fragment })) };
}
