import type { Insats } from '../catalogue/schema.ts';
import { enteredAt, enteredIn } from '../current-state/progress.ts';
import type { Db } from '../database/types.ts';
import type { District } from '../districts/districts.ts';
import type { DistrictRoutesOptions } from '../districts/routes.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Proposals } from './proposals.ts';
import { movedInWords, type StalenessOf } from './staleness.ts';
import type { Standings } from './standing.ts';

export interface DistrictPagesParts {
  db: Db;
  knowledge: Knowledge;
  /** The insatser that a district or unit works with. */
  insatserOf: (district: District) => readonly Insats[];
  proposals: Pick<Proposals, 'list'>;
  staleness: StalenessOf;
  standings: Pick<Standings, 'tags'>;
  /** Today's date (ISO). */
  today: () => string;
}

/** What the districts' pages show of the parts above them: proposals with how far they have come, and how much of the nuläge is entered. */
export function districtOptions({ db, knowledge, insatserOf, proposals, staleness, standings, today }: DistrictPagesParts): DistrictRoutesOptions {
  return {
    knowledge,
    today,
    async proposalsOf(district) {
      const heads = await proposals.list(district);
      const moved = await staleness.ofAll(heads);
      const tags = await standings.tags(heads);
      return heads.map((head) => ({ ...head, moved: movedInWords(moved.get(head.id)), tags: tags.get(head.id) ?? [] }));
    },
    enteredAt: (district, date) => enteredAt(db, district.id, date, insatserOf(district)),
    enteredIn: (year) => enteredIn(db, year, knowledge.districts.all, insatserOf),
  };
}
