import type { Knowledge } from '../knowledge.ts';
import type { NoticeNames } from '../notices/words.ts';

/** What notices call districts and lines; what is no longer known is called by its id. */
export function noticeNames({ catalogue, districts }: Pick<Knowledge, 'catalogue' | 'districts'>): NoticeNames {
  const [places, insatser, groups] = [districts.all, catalogue.insatser, catalogue.groups].map((all) => new Map(all.map(({ id, name }) => [id, name])));
  return {
    district: (id) => places?.get(id) ?? id,
    line: (insats, group) => `${insatser?.get(insats) ?? insats}, ${(groups?.get(group) ?? group).toLowerCase()}`,
  };
}
