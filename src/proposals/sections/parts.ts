import { type DocumentPart, documentPartIds, partsToWrite } from '../../drafts/outline.ts';

interface PartPage {
  /** The part's word in an address. */
  slug: string;
  /** What the draft itself puts there; null where only people can. */
  drafted: string | null;
  /** What people are asked to write. */
  ask: string;
}

/** The parts of the document as their pages have them. */
export const partPages = {
  decisions: {
    slug: 'beslut',
    drafted: 'vad nämnden behöver ta ställning till, etapp för etapp.',
    ask: 'Skriv de beslut som förvaltningen föreslår att nämnden fattar. Utkastet föreslår inga ord åt nämnden.',
  },
  summary: { slug: 'sammanfattning', drafted: 'sammanfattningen med antal rader.', ask: 'Skriv det som nämnden måste veta om den inte läser mer än så här.' },
  background: {
    slug: 'bakgrund',
    drafted: 'rättslig ram, omfattning och nuläge.',
    ask: 'Skriv varför ärendet kommer nu, vad nämnden har beslutat tidigare och hur insatserna ges i dag.',
  },
  matter: {
    slug: 'arendet',
    drafted: 'raderna i etapper, med villkor och risker.',
    ask: 'Skriv det som behövs för att förstå vad som föreslås, till exempel hur urvalet är gjort.',
  },
  preparation: {
    slug: 'beredning',
    drafted: null,
    ask: 'Skriv hur ärendet har beretts: vilka som har deltagit, vilka som har granskat och vad som har ändrats på vägen.',
  },
  position: {
    slug: 'synpunkter',
    drafted: 'förslaget per etapp och det som förvaltningen har ändrat.',
    ask: 'Skriv hur förvaltningen ser på förslaget och varför den väljer som den gör.',
  },
  equality: {
    slug: 'jamstalldhet',
    drafted: 'det som källorna säger om skillnader, och hur många rader som följs upp på kön.',
    ask: 'Skriv hur förslaget påverkar kvinnor och män, flickor och pojkar. Skriv också vad ni inte vet och hur ni tar reda på det.',
  },
  child: {
    slug: 'barn',
    drafted: 'det som lag och källor säger, raderna som når barn och deras flaggor.',
    ask: 'Skriv vad förslaget betyder för barn, vilka barn som har fått säga sin mening och hur barnets bästa har vägts in.',
  },
  economy: {
    slug: 'ekonomi',
    drafted: 'det som källorna säger om kostnader, och räkneexemplen om det finns några.',
    ask: 'Skriv vad förslaget kostar, hur det ryms i budgeten och vad som är osäkert. Skriv bara tal som ni kan visa var de kommer ifrån.',
  },
  attachments: { slug: 'bilagor', drafted: 'bilagorna som Insatsplan skriver.', ask: 'Skriv vilka andra bilagor som följer med ärendet.' },
} as const satisfies Record<DocumentPart, PartPage>;

export const partOfSlug = (slug: string): DocumentPart | undefined => documentPartIds.find((part) => partPages[part].slug === slug);
export const isRequired = (part: DocumentPart): boolean => partsToWrite.includes(part);
export const documentHref = (id: string, part?: DocumentPart): string => `/forslag/${id}/dokument${part === undefined ? '' : `/${partPages[part].slug}`}`;
