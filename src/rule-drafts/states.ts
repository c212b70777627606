/** How far a change of the rules has come. */
export const draftStates = ['draft', 'submitted', 'returned', 'checked', 'published', 'withdrawn'] as const;
export type DraftState = (typeof draftStates)[number];

export const draftStateLabels: Readonly<Record<DraftState, string>> = {
  draft: 'Skrivs',
  submitted: 'Väntar på kontroll',
  returned: 'Återlämnad',
  checked: 'Kontrollerad',
  published: 'Publicerad',
  withdrawn: 'Tillbakadragen',
};

/** Whether what a change says may be rewritten. The database refuses it in the other states. */
export const isOpen = (state: DraftState): boolean => state === 'draft' || state === 'returned';
/** Whether nothing more happens to it. */
export const isOver = (state: DraftState): boolean => state === 'published' || state === 'withdrawn';
