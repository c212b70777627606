import type { FastifyInstance } from 'fastify';
import type { Db } from '../database/types.ts';
import { namesOf } from '../reviews/people.ts';
import { patchFor } from '../rule-changes/patch.ts';
import { findPlaced } from '../rule-changes/places.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import type { VersionHead } from '../rulesets/types.ts';
import { AppError } from '../web/errors.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { draftId, draftName, draftPath } from './draft.ts';
import { styles } from './draft-view.ts';
import { ruleDraftRepository } from './repository.ts';
import { compareHref, differences, faultView, operationTexts, type VersionNames, versionsPath, versionView } from './version-view.ts';

export interface VersionRoutesOptions {
  db: Db;
  rulesets: Rulesets;
  /** Today's date (ISO). */
  today: () => string;
}
type Params = { Params: { number: string } };

/** Every version of the rules: which is in force, what each changed, and why. */
export default async function versionRoutes(app: FastifyInstance, { db, rulesets, today }: VersionRoutesOptions): Promise<void> {
  async function namesFor(heads: readonly VersionHead[]): Promise<VersionNames> {
    const nameOf = await namesOf(
      db,
      heads.flatMap(({ publishedBy, checkedBy }) => [publishedBy, checkedBy].filter((id) => id !== null)),
    );
    const drafts = await ruleDraftRepository(db).list(['published']);
    return {
      inForce: rulesets.current().version?.number ?? null,
      kept: new Set(rulesets.versions().at(-1)?.changes ?? []),
      today: today(),
      nameOf,
      drafts: new Map(
        drafts.flatMap((draft) => (draft.version === null ? [] : [[draft.version, { name: draftName(draft), href: draftPath(draft) }] as const])),
      ),
    };
  }

  app.get(versionsPath, async (request, reply) => {
    const heads = rulesets.versions();
    const names = await namesFor(heads);
    return renderPage(request, reply, {
      title: 'Versioner av reglerna',
      template: 'rulebook/versions/index',
      data: { styles, versions: heads.map((head) => versionView(head, names)).toReversed(), faults: rulesets.faults().map(faultView), inForce: names.inForce },
    });
  });

  function headOf(text: string): VersionHead {
    const number = draftId(text);
    const head = rulesets.versions().find((one) => one.number === number);
    if (head === undefined) throw new NotFoundError('Det finns ingen sådan version av reglerna. Gå till listan över versioner.');
    return head;
  }

  app.get<Params>(`${versionsPath}/:number`, async (request, reply) => {
    const head = headOf(request.params.number);
    const before = rulesets.versions().find(({ number }) => number === head.number - 1);
    const [version, previous] = [await rulesets.version(head.number), before === undefined ? undefined : await rulesets.version(before.number)];
    const { ruleset } = rulesets.current().knowledge;
    return renderPage(request, reply, {
      title: `Version ${head.number} av reglerna`,
      template: 'rulebook/versions/version',
      data: {
        styles,
        version: versionView(head, await namesFor([head])),
        previous: before ?? null,
        faults: rulesets
          .faults()
          .filter((fault) => fault.version === head.number)
          .map(faultView),
        readable: version !== undefined,
        operations: version === undefined ? [] : operationTexts(version, previous),
        differences: version === undefined ? null : differences(version, previous),
        isRule: (name: string) => findPlaced(ruleset, name) !== undefined,
        compareHref: before === undefined || version === undefined || previous === undefined ? null : compareHref(before, head, today()),
      },
    });
  });

  app.get<Params>(`${versionsPath}/:number/andring.patch`, async (request, reply) => {
    const head = headOf(request.params.number);
    const version = await rulesets.version(head.number);
    if (version === undefined) throw new AppError('conflict', `Version ${head.number} går inte att läsa. Se vad som är fel på sidan Versioner.`);
    reply.header('content-disposition', `attachment; filename="insatsplan-regler-${head.number}.patch"`).type('text/x-patch; charset=utf-8');
    return patchFor(version);
  });
}
