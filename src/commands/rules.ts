import { type Command, type Terminal, UsageError } from './command.ts';
import { checkRules } from './rules-check.ts';
import { compareCommand, compareUsage } from './rules-compare.ts';
import { rulesImpact } from './rules-impact.ts';
import { rulesList } from './rules-list.ts';
import { rulesShow } from './rules-show.ts';
import { rulesVersions } from './rules-versions.ts';

/** What can be done with the rules, and how it is written. */
interface Action {
  usage: string;
  run(args: string[], terminal: Terminal): Promise<number>;
}
const list: Action = { usage: 'rules [list] [--theme T] [--source K] [--place 14:5] … [--json]', run: rulesList };
const actions: Readonly<Record<string, Action>> = {
  list,
  show: { usage: 'rules show REGEL [--json]', run: rulesShow },
  check: { usage: 'rules check [--mutations] [--gaps] [--json]', run: checkRules },
  compare: { usage: compareUsage, run: compareCommand },
  versions: { usage: 'rules versions [--json]', run: rulesVersions },
  impact: { usage: 'rules impact FIL.json [--date ÅÅÅÅ-MM-DD] [--basis ID] [--json]', run: rulesImpact },
};

export const rulesCommand: Command = {
  name: 'rules',
  usage: Object.values(actions)
    .map(({ usage }) => usage)
    .join(' | '),
  summary: 'Listar och visar reglerna, kör deras fall, jämför dem, eller visar vad en ändring av dem gör.',
  details: [
    'Reglerna är regelfilernas, utan det som har publicerats i en databas. rules versions listar versionerna i databasen: den i DATABASE_URL, eller den inbyggda i DATA_DIR.',
    'rules list tar --q, --kind, --theme, --severity, --reviewer, --source, --place, --insats och --target-group, var för sig eller tillsammans.',
    'rules check avslutar med 1 om ett fall inte stämmer eller om en regel eller ett villkor inte prövas åt båda håll. Så gör det också om fallen märker för få fel: färre än 95 % för lagen eller 90 % för riskerna. --mutations visar felprovet för varje riskområde och de fall som behöver skrivas. --gaps går igenom hela staden: luckor, krockar, regler som följs åt och regler som aldrig slår till.',
  ].join('\n'),
  async run(args, terminal) {
    const [first = 'list', ...rest] = args;
    if (first.startsWith('-')) return list.run(args, terminal);
    const action = Object.hasOwn(actions, first) ? actions[first] : undefined;
    if (action === undefined) throw new UsageError(`rules: okänt "${first.slice(0, 40)}". Skriv rules ${Object.keys(actions).join(', ')}.`);
    return action.run(rest, terminal);
  },
};
