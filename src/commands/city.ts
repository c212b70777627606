import { createAssessor } from '../assessment/assess.ts';
import { assessCity } from '../assessment/bulk.ts';
import { CandidateError } from '../assessment/errors.ts';
import { DistrictError, districtsAt } from '../districts/districts.ts';
import { loadKnowledge } from '../knowledge.ts';
import { type Section, sections, type Verdict, verdicts } from '../rules/format.ts';
import { type Command, printJson, readDate, readFlags, UsageError, write } from './command.ts';

type Counts = { legalBasis: string; candidates: number; verdicts: Record<Verdict, number>; sections: Record<Section, number> };

const zero = <K extends string>(keys: readonly K[]): Record<K, number> => Object.fromEntries(keys.map((k) => [k, 0])) as Record<K, number>;

export const cityCommand: Command = {
  name: 'city',
  usage: 'city [--date ÅÅÅÅ-MM-DD] [--json]',
  summary: 'Bedömer hela staden: alla stadsdelar och enheter, alla insatser och målgrupper, alla rättsliga grunder som gäller dagen.',
  details: 'Reglerna är regelfilernas, utan det som har publicerats i en databas.',
  async run(args, terminal) {
    const { values } = readFlags('city', args, { date: { type: 'string' }, json: { type: 'boolean' } });
    const date = readDate('city', values.date);
    const knowledge = loadKnowledge();
    const legalBases = knowledge.ruleset.laws.filter((l) => l.appliesFrom <= date).map((l) => l.id);
    if (legalBases.length === 0) throw new UsageError(`city: ingen rättslig grund finns den ${date}. Kommandot legal-bases visar från vilken dag de finns.`);
    const counts = new Map<string, Counts>(legalBases.map((id) => [id, { legalBasis: id, candidates: 0, verdicts: zero(verdicts), sections: zero(sections) }]));
    try {
      const districts = districtsAt(knowledge.districts, date).map((d) => d.id);
      assessCity(createAssessor(knowledge), { districts, legalBases, date }, (answer) => {
        const of = counts.get(answer.legalBasis);
        if (!of) return;
        of.candidates += 1;
        of.verdicts[answer.verdict] += 1;
        of.sections[answer.pathway.event.params.section] += 1;
      });
    } catch (error) {
      if (error instanceof DistrictError || error instanceof CandidateError) throw new UsageError(error.message);
      throw error;
    }
    const rows = [...counts.values()];
    if (values.json) await printJson(terminal, rows);
    else await write(terminal, rows.map((r) => `${r.legalBasis}: ${r.candidates} kandidater\n  ${line(r.verdicts)}\n  ${line(r.sections)}\n`).join(''));
    return 0;
  },
};

const line = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([k, n]) => `${k} ${n}`)
    .join(', ');
