import type { Chapter, Passage } from '../draft-schema.ts';
import { type ChapterContext, counted, rows, writer } from './writer.ts';

/** Metod och begränsningar: how the answers came about and what they cannot carry. */
export function methodChapter(context: ChapterContext): Chapter {
  const w = writer(context.cite);
  const used = context.pathwayRules
    .map((rule) => ({ rule, lines: context.lines.filter(({ line }) => line.pathwayRule === rule.name).length }))
    .filter(({ lines }) => lines > 0);
  const missing = context.lines.filter(({ line }) => line.statistics.withoutDecision === null).length;
  const small = context.lines.filter(({ line }) => line.smallBase).length;

  const how: Passage[] = [
    w.paragraph(
      'Varje rad är en insats för en målgrupp. Först prövas raden mot lagen, sedan mot riskreglerna och de stödjande omständigheterna. Sist ger en tabell väg och etapp. Inga poäng räknas och ingen risk kvittas mot en fördel.',
    ),
    w.paragraph('Så blev det i det här utkastet:'),
    ...used.map(({ rule, lines }) => w.bullet(`${rule.event.params.title}: ${rows(lines)}. ${rule.event.params.text}`)),
    w.paragraph(
      'Utformningen är Insatsplans antagande tills någon har svarat. Ett villkor som är antaget är märkt så. En fråga utan svar räknas varken som ja eller nej.',
    ),
    w.paragraph(
      'De som har byggt Insatsplan har bedömt hur allvarlig varje risk är. Ingen källa graderar riskerna. Varje regel säger vem som bör granska den.',
    ),
  ];
  const limits: Passage[] = [
    w.subheading('Begränsningar'),
    w.bullet(
      'Statistiken gäller landet 2016–2020 och samlades in 2021. Den är ingen vetenskaplig studie, och svaren är delvis uppskattningar. Antalet kommuner som svarat skiljer sig mellan insatserna. Siffrorna gäller aldrig stadsdelen.',
      'skr-2022/metod',
      'skr-2022-bilaga-3/1',
    ),
    w.bullet(
      `För ${rows(missing)} saknar källan en siffra för hur många som ger insatsen utan beslut. I ${rows(small)} ges insatsen av färre än 20 kommuner i landet; de är märkta.`,
      'skr-2022-bilaga-3/1',
    ),
    w.bullet(
      'Stadens samlade svar är från 2021 och gäller de 13 stadsdelar som då fanns. Äldreomsorgen ingick inte.',
      'stockholm-2022/svar-pa-skr-kartlaggning',
      'stockholm-2022/avgransningar',
    ),
    w.bullet('Socialstyrelsens lägesrapport är från 2019. Uppgifterna i den gäller landet, inte staden.'),
    w.bullet(
      context.entered === 0
        ? 'Ingen i stadsdelen har lämnat uppgifter om nuläget. Insatsplan vet därför inte vad som ges i dag, av vem eller till hur många.'
        : `${context.district.name} har lämnat nuläge för ${counted(context.entered, 'insats', 'insatser')}${context.enteredYear === undefined ? '' : `, år ${context.enteredYear}`}. För de övriga vet Insatsplan inte vad som ges i dag.`,
    ),
    w.bullet('Insatsplan föreslår. Människor granskar och beslutar. En rad som är redo är inte ett beslut.'),
    w.bullet('Utkastet går att återskapa: samma indata, regelverk, katalog och version av Insatsplan ger samma text, tecken för tecken.'),
  ];
  return { id: 'method', heading: 'Metod och begränsningar', passages: [...how, ...limits] };
}
