import type { Action } from '../accounts/permissions.ts';
import type { Db } from '../database/types.ts';
import type { Districts } from '../districts/districts.ts';
import type { ExampleDistrict } from './content.ts';
import { firstProposal } from './first-proposal.ts';

/** What there is to see of one district of the example. */
export interface GuideDistrict {
  id: string;
  name: string;
  shows: string;
  /** `asks` is what one must be allowed to do in the district, where reading is not enough. */
  look: { href: string; link: string; text: string; asks?: Action | undefined }[];
}

/** Where to look, as links into the districts and their proposals. What people have removed since is left out. */
export async function guideOf(db: Db, districts: Districts, content: readonly ExampleDistrict[]): Promise<GuideDistrict[]> {
  const guide: GuideDistrict[] = [];
  for (const { district, shows, look } of content) {
    const places: GuideDistrict['look'] = [];
    for (const { link, text, legalBasis, path, review, asks } of look) {
      const proposal = legalBasis === undefined ? undefined : await firstProposal(db, district, legalBasis);
      if (legalBasis === undefined) places.push({ href: `/stadsdelar/${district}${path}`, link, text, asks });
      else if (proposal !== undefined) places.push({ href: `/${review ? 'granskning' : 'forslag'}/${proposal}${path}`, link, text, asks });
    }
    guide.push({ id: district, name: districts.all.find(({ id }) => id === district)?.name ?? district, shows, look: places });
  }
  return guide;
}
