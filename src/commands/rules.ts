import { ruleList } from '../api/shapes.ts';
import { loadKnowledge } from '../knowledge.ts';
import { type Command, printJson, readFlags, type Terminal, UsageError, write } from './command.ts';
import { checkRules } from './rules-check.ts';

export const rulesCommand: Command = {
  name: 'rules',
  usage: 'rules [list] [--json] | rules check [--mutations] [--gaps] [--json]',
  summary: 'Listar reglerna, eller kör deras fall och visar täckningen.',
  details:
    'rules check avslutar med 1 om ett fall slår fel, om någon regel eller något villkor inte prövas från båda håll, eller om fallen märker för få fel (95 % för lagen, 90 % för riskerna). --mutations visar felprovet för varje tema och de fall som behöver skrivas. --gaps går igenom hela staden: luckor, krockar, regler som följs åt och regler som aldrig slår till.',
  async run(args, terminal) {
    const { values, positionals } = readFlags('rules', args, { json: { type: 'boolean' }, mutations: { type: 'boolean' }, gaps: { type: 'boolean' } }, 1);
    const [action = 'list'] = positionals;
    if (action === 'list' && (values.mutations || values.gaps)) throw new UsageError('rules: --mutations och --gaps hör till rules check.');
    if (action === 'list') return list(terminal, values.json ?? false);
    if (action === 'check') return checkRules(terminal, values);
    throw new UsageError(`rules: okänt "${action.slice(0, 40)}". Skriv rules list eller rules check.`);
  },
};

async function list(terminal: Terminal, json: boolean): Promise<number> {
  const rules = ruleList(loadKnowledge());
  if (json) await printJson(terminal, rules);
  else await write(terminal, rules.map((r) => `${r.id}\t${r.severity ?? r.kind}\t${r.title}\n`).join(''));
  return 0;
}
