/** A thread that draws up a city's files, so that pages are answered meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { createAssessor } from '../assessment/assess.ts';
import { parseRuleset } from '../assessment/ruleset.ts';
import { buildDraft } from '../drafts/build-draft.ts';
import { readDraft } from '../drafts/draft-bytes.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { toExcel } from '../files/excel.ts';
import { type Knowledge, loadKnowledge, withRuleset } from '../knowledge.ts';
import type { ProposalInputs } from '../proposals/proposal-inputs.ts';
import { createCityWorkbook } from './city-workbook.ts';
import { packedFile } from './packed-file.ts';
import { proposalFiles } from './proposal-files.ts';
import { type Answer, type Question, questionSchema, startSchema } from './worker-messages.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs as a thread only');
const choices = startSchema.parse(workerData);
const city = createCityWorkbook();
const read = (text: string): Draft => readDraft(JSON.parse(text));
type Build = (inputs: ProposalInputs) => string;
let ofFiles: Knowledge | undefined;
const builders = new Map<string, Build>();

/** What drafts of a ruleset are built by. Rules and catalogue are read only where a draft has to be made. */
function builder({ hash, ...content }: { hash: string }): Build {
  const known = builders.get(hash);
  if (known !== undefined) return known;
  ofFiles ??= loadKnowledge();
  const made = buildWith(hash === ofFiles.ruleset.hash ? ofFiles : withRuleset(ofFiles, parseRuleset(content)));
  builders.set(hash, made);
  return made;
}

function buildWith(knowledge: Knowledge): Build {
  const assessor = createAssessor(knowledge);
  return ({ ruleset: _ruleset, catalogue: _catalogue, formatVersion: _format, currentStates, ...rest }) =>
    JSON.stringify(buildDraft({ knowledge, assessor, ...rest, currentStates: new Map(Object.entries(currentStates)) }));
}

async function answer(question: Question): Promise<Answer> {
  switch (question.ask) {
    case 'build':
      return { draft: builder(question.ruleset)(question.inputs) };
    case 'render':
      return { files: await proposalFiles(read(question.draft), question, choices) };
    case 'collect':
      city.add(read(question.draft), question, question.at);
      return {};
    case 'together':
      return { files: [packedFile('hela-staden.xlsx', await toExcel(city.workbook()))] };
  }
}

port.on('message', async (message: unknown) => {
  try {
    port.postMessage(await answer(questionSchema.parse(message)));
  } catch (error) {
    port.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer);
  }
});
