import type { Chapter, Passage } from '../draft-schema.ts';
import { type ChapterContext, openLines, rows, rowsOf, writer } from './writer.ts';

/** Likställighet between districts, and between women and men. */
export function equalityChapter(context: ChapterContext): Chapter {
  const w = writer(context.cite);
  const open = openLines(context.lines);
  const noGuideline = open.filter(({ design }) => design.equalTerms === 'no_guideline' || design.equalTerms === 'unknown').length;
  const guideline = open.filter(({ design }) => design.equalTerms === 'city_guideline').length;
  const bySex = open.filter(({ design }) => design.splitBySex === 'yes').length;
  const byDistrict = open.filter(({ design }) => design.splitByDistrict === 'yes').length;
  const residence = open.filter(({ design }) => design.residence === 'district').length;

  const districts: Passage[] = [
    w.subheading('Mellan stadsdelar'),
    w.paragraph(
      'Kommunen ska behandla sina medlemmar lika om det inte finns sakliga skäl för något annat. Det gäller också när stadsdelsnämnderna beslutar var för sig.',
      'kommunallagen-2017-725/2:3',
      'stockholm-2022/likstallighet-inom-kommunen',
    ),
    w.paragraph(
      'Likvärdigt betyder att behoven blir tillgodosedda, inte att allt görs på samma sätt. Det är sagt om skillnader mellan kommuner. Inom kommunen gäller dessutom kravet att behandla medlemmarna lika.',
      'sou-2020-47/s.756-757',
      'kommunallagen-2017-725/2:3',
    ),
    w.paragraph(
      'Stadsdelarna har själva bett om gemensamma beslut, riktlinjer och anvisningar, så att en nämnd inte utformar egna insatser.',
      'stockholm-2022/workshop-likstallighet',
    ),
    w.paragraph(
      'Stadens kartläggning 2018 av öppenvården för barn och unga visade skillnader mellan stadsdelar i väntetid, tillgång, omfattning och uppföljning.',
      'stockholm-2022/kartlaggning-av-oppenvard-inom-barn-och-unga',
    ),
    w.bullet(
      'Lag och regler ger samma svar för samma insats, målgrupp och utformning i alla stadsdelar. Skillnader uppstår när stadsdelar svarar olika om utformningen eller väljer olika insatser.',
    ),
    w.bullet(
      `${rowsOf(guideline, open.length)} i etapp 1–3 utgår från en gemensam riktlinje i staden. I ${rows(noGuideline)} saknas en riktlinje eller ett svar.`,
    ),
    ...(residence > 0
      ? [w.bullet(`${rows(residence)} kräver att deltagaren bor i stadsdelsområdet. Det behöver ett sakligt skäl.`, 'kommunallagen-2017-725/2:3')]
      : []),
    w.note(
      'Utkastet gäller en nämnd. Det säger inget om hur andra nämnder gör. Stadens svar i SKR:s kartläggning finns bara som summor för 13 stadsdelar.',
      'stockholm-2022/svar-pa-skr-kartlaggning',
    ),
  ];
  const sexes: Passage[] = [
    w.subheading('Mellan kvinnor och män, flickor och pojkar'),
    w.paragraph(
      'Utan beslut syns inte vem som får stöd. Redan bland besluten finns tecken på skillnader. I en undersökning som Socialstyrelsen återger 2019 fick en större andel flickor än pojkar beslut om insatser. Andelen var betydligt lägre bland pojkar med utländsk bakgrund än bland övriga barn.',
      'socialstyrelsen-2019/s.30',
      'socialstyrelsen-2019/s.31',
    ),
    w.paragraph(
      'Få kommuner vet hur det ser ut hos dem. År 2018 hade 13 procent följt upp öppenvården för barn systematiskt och uppdelat på kön. För missbruk och beroende var det 18 procent och för våld i nära relationer 8 procent. Siffrorna gäller landets kommuner.',
      'socialstyrelsen-2019/s.20',
    ),
    w.bullet(
      `${rowsOf(bySex, open.length)} i etapp 1–3 har villkoret att uppföljningen delas upp på kön. ${rowsOf(byDistrict, open.length)} har villkoret att den delas upp på stadsdel.`,
    ),
    w.bullet(
      'Är skillnaden stor mellan dem som behöver stödet och dem som kommer? Då bör det uppsökande arbetet ändras. Det räcker inte att redovisa skillnaden.',
      'stockholm-2022/ratt-stod-till-ratt-person',
    ),
  ];
  return { id: 'equality', heading: 'Likställighet mellan stadsdelar och mellan kvinnor och män', passages: [...districts, ...sexes] };
}
