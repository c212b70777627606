import { assessLine } from '../api/assess-lines.ts';
import { readLines } from '../api/lines.ts';
import { whyNotLine } from '../api/why-not-line.ts';
import { createAssessor } from '../assessment/assess.ts';
import { loadKnowledge } from '../knowledge.ts';
import { today } from '../today.ts';
import { type Command, readFlags, write } from './command.ts';

export const assessCommand: Command = {
  name: 'assess',
  usage: 'assess [--explain | --why-not MÅL] < kandidater.ndjson',
  summary: 'Bedömer kandidater: en JSON-rad in, en JSON-rad ut, i samma ordning.',
  details: [
    'Varje rad: {"insats", "targetGroup", "legalBasis", "date"?, "district"?, "design"?}.',
    'Utelämnas date gäller dagens datum. Utelämnas design antas standardutformningen (assumedDesign: true);',
    'i en angiven design är utelämnade svar okända. En felaktig rad ger {"error", "line"} på sin plats, och avslut 2 till sist.',
    'Reglerna är regelfilernas. Det som har publicerats i en databas svarar servern efter, på /api/v1/assess.',
    '--explain lägger till trace: varje regel, om den slår till eller inte, med villkor, fakta och värden.',
    '--why-not svarar i stället på vad som minst måste vara annorlunda. MÅL: regel.<id>, svar.<verdict> eller vag.<pathway>.',
  ].join('\n'),
  async run(args, terminal) {
    const { values } = readFlags('assess', args, { explain: { type: 'boolean' }, 'why-not': { type: 'string' } });
    const assessor = createAssessor(loadKnowledge());
    const whyNot = values['why-not'];
    const options = { explain: values.explain ?? false, today: today() };
    let failed = false;
    for await (const line of readLines(terminal.stdin)) {
      const answer = whyNot === undefined ? await assessLine(assessor, line, options) : whyNotLine(assessor, line, whyNot, options.today);
      if ('error' in answer) failed = true;
      await write(terminal, `${JSON.stringify(answer)}\n`);
    }
    return failed ? 2 : 0;
  },
};
