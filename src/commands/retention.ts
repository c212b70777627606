import { applyRetention, planRetention, type RetentionLimits, type RetentionPlan } from '../retention/retention.ts';
import { type Command, readFlags, write } from './command.ts';
import { withExistingDatabase } from './existing-database.ts';

const kept = (months: number | null): string => (months === null ? 'utan gräns' : `${months} månader`);

function inWords({ drafts, trail, sessions, notices }: RetentionPlan, { draftMonths, trailMonths }: RetentionLimits): string {
  return [
    `Utkast (sparas ${kept(draftMonths)} efter senaste ändringen): ${drafts.length}`,
    ...drafts.map(({ id, title, district, touchedAt }) => `  ${id}  ${touchedAt.toISOString().slice(0, 10)}  ${district}  ${title}`),
    `Rader i loggen (sparas ${kept(trailMonths)}): ${trail === null ? 0 : `${trail.rows}, till och med nr ${trail.last}`}`,
    `Notiser (sparas lika länge som loggen): ${notices}`,
    `Inloggningar som har gått ut: ${sessions}`,
    '',
  ].join('\n');
}

export const retentionCommand: Command = {
  name: 'retention',
  usage: 'retention [--apply]',
  summary: 'Visar vad som är gammalt nog att gallra, eller gallrar det med --apply.',
  details:
    'RETAIN_DRAFT_MONTHS och RETAIN_TRAIL_MONTHS säger hur länge utkast och loggen sparas. Utan dem sparas de för alltid. Förslag som någon gång har skickats till granskning gallras aldrig. Stoppa servern först om den inbyggda databasen används.\n',
  async run(args, terminal) {
    const { apply = false } = readFlags('retention', args, { apply: { type: 'boolean' } }).values;
    return withExistingDatabase('retention', terminal, async (db, { retention }) => {
      const plan = apply ? await applyRetention(db, retention) : await planRetention(db, retention);
      await write(terminal, apply ? 'Gallrat:\n' : 'Detta skulle gallras. Inget är borttaget. Kör med --apply för att gallra.\n');
      await write(terminal, inWords(plan, retention));
      return 0;
    });
  },
};
