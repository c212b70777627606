import type { Draft } from '../../drafts/draft-schema.ts';
import type { Sheet } from '../../files/model.ts';
import { text } from './columns.ts';

/** Every place that the draft rests on. */
export function sourceSheet(draft: Draft): Sheet {
  return {
    name: 'Källor',
    columns: [
      text('Hänvisning', 34),
      text('Rubrik', 44),
      text('Källa', 50),
      text('Utgivare', 30),
      text('Utgiven', 14),
      text('Länk', 44),
      text('Att tänka på', 70),
    ],
    rows: draft.sources.flatMap((source) =>
      source.places.map((place) => [place.citation, place.heading, source.title, source.publisher, source.date, source.url, source.note]),
    ),
  };
}
