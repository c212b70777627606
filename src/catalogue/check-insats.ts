import { ageLimits, limitInside } from './age-limits.ts';
import type { CatalogueFault } from './errors.ts';
import { kinds } from './kinds.ts';
import { decisiveKinds, type Insats, type TargetGroup } from './schema.ts';

type Fault = Pick<CatalogueFault, 'problem' | 'remedy'>;

/** Checks one insats against the target groups and against what its kind demands. */
export function checkInsats(insats: Insats, groupById: ReadonlyMap<string, TargetGroup>): Fault[] {
  const groups = insats.classification.targetGroups.map((id) => groupById.get(id)).filter((group) => group !== undefined);
  return [...checkKind(insats), ...checkTargetGroups(insats, groupById), ...checkAges(insats, groups), ...checkChildReach(insats, groups)];
}

function checkKind({ id, area, classification: c }: Insats): Fault[] {
  const faults: Fault[] = [];
  const label = kinds[c.kind].label;
  if (!id.startsWith(`${area}-`)) faults.push({ problem: `Id börjar inte med områdets namn (${area}).`, remedy: `Låt id börja med ${area}-.` });
  if (decisiveKinds.has(c.kind) && !c.reason?.trim()) {
    faults.push({ problem: `Slaget ”${label}” avgör lagens svar, men skälet saknas.`, remedy: 'Skriv i reason varför insatsen har detta slag.' });
  }
  if (c.kind === 'annan_lag' && c.otherLaw === null) {
    faults.push({ problem: 'Slaget säger att en annan lag gäller, men ingen lag är angiven.', remedy: 'Ange lagen i otherLaw, eller byt slag.' });
  }
  if (c.otherLaw !== null && c.kind !== 'annan_lag' && c.kind !== 'servicetjanst') {
    faults.push({ problem: `En annan lag är angiven (${c.otherLaw}), men slaget är ”${label}”.`, remedy: 'Ta bort otherLaw, eller byt slag till annan_lag.' });
  }
  return faults;
}

function checkTargetGroups({ classification: c }: Insats, groupById: ReadonlyMap<string, TargetGroup>): Fault[] {
  const unknown = c.targetGroups.filter((id) => !groupById.has(id));
  const twice = c.targetGroups.filter((id, index) => c.targetGroups.indexOf(id) !== index);
  return [
    ...unknown.map((id) => ({ problem: `Målgruppen ${id} finns inte.`, remedy: 'Rätta namnet, eller lägg till gruppen i target-groups.json.' })),
    ...twice.map((id) => ({ problem: `Målgruppen ${id} står två gånger.`, remedy: 'Ta bort den ena.' })),
  ];
}

function checkAges({ classification: c }: Insats, groups: readonly TargetGroup[]): Fault[] {
  return groups.flatMap((group) => {
    const limit = limitInside(group, ageLimits[c.kind] ?? []);
    if (limit === undefined) return [];
    const problem = `Målgruppen ${group.id} har åldrar på båda sidor om ${limit} år, och gränsen avgör lagens svar för ”${kinds[c.kind].label}”.`;
    return [{ problem, remedy: `Välj grupper som delas vid ${limit} år.` }];
  });
}

function checkChildReach({ classification: c }: Insats, groups: readonly TargetGroup[]): Fault[] {
  const onlyChildren = groups.find((group) => group.traits.minors === 'all');
  if (onlyChildren && c.childReach !== 'direct') {
    return [{ problem: `Målgruppen ${onlyChildren.id} är barn, men childReach är ${c.childReach}.`, remedy: 'Sätt childReach till direct.' }];
  }
  if (c.childReach === 'direct' && groups.every((group) => group.traits.minors === 'none')) {
    return [
      {
        problem: 'childReach är direct, men ingen målgrupp omfattar barn.',
        remedy: 'Lägg till en målgrupp som omfattar barn, eller sätt childReach till through_adult eller none.',
      },
    ];
  }
  return [];
}
