import type { Generated } from 'kysely';
import type { JsonColumn } from '../columns.ts';

export interface CatalogueTables {
  area: AreaTable;
  kind: KindTable;
  insats: InsatsTable;
  target_group: TargetGroupTable;
  insats_target_group: InsatsTargetGroupTable;
  catalogue_load: CatalogueLoadTable;
}

interface AreaTable {
  id: string;
  name: string;
  position: number;
}

interface KindTable {
  id: string;
  name: string;
}

interface InsatsTable {
  id: string;
  area: string;
  section: string;
  category: string;
  subcategory: string | null;
  name: string;
  /** Place in the source's order. */
  position: number;
  given_count: number | null;
  given_share: number | null;
  digital_count: number | null;
  digital_share: number | null;
  private_count: number | null;
  private_share: number | null;
  without_decision_count: number | null;
  without_decision_share: number | null;
  kind: string;
  other_law: string | null;
  counselling: boolean;
  treatment: boolean;
  format: string;
  manual_based: boolean;
  round_the_clock: boolean;
  child_reach: string;
  violence: boolean;
  honour: boolean;
  digital_only: boolean;
  region_shared: boolean;
  reason: string | null;
  /** Set when the catalogue no longer has the insats although something refers to it. */
  retired_at: Date | null;
}

interface TargetGroupTable {
  id: string;
  name: string;
  description: string;
  age_min: number;
  age_max: number | null;
  role: string;
  traits: JsonColumn;
  position: number;
  retired_at: Date | null;
}

interface InsatsTargetGroupTable {
  insats_id: string;
  target_group_id: string;
}

interface CatalogueLoadTable {
  id: Generated<number>;
  hash: string;
  insatser: number;
  target_groups: number;
  loaded_at: Generated<Date>;
}
