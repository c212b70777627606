import type { IStylesOptions } from 'docx';

const font = 'Calibri';
const ink = '1B2733';
const blue = '00406E';

/** Styles of the Word document. Sizes in half points, spacing in twentieths of a point. */
export function wordStyles(language: string): IStylesOptions {
  const heading = (size: number, before: number, after: number) => ({
    run: { font, size, bold: true, color: blue },
    paragraph: { spacing: { before, after, line: 250, lineRule: 'auto' as const }, keepNext: true, keepLines: true },
  });
  const own = (id: string, name: string, run: object, paragraph: object) => ({ id, name, basedOn: 'Normal', quickFormat: true, run, paragraph });
  return {
    default: {
      document: { run: { font, size: 21, color: ink, language: { value: language } }, paragraph: { spacing: { after: 120, line: 276, lineRule: 'auto' } } },
      title: { run: { font, size: 44, bold: true, color: blue }, paragraph: { spacing: { before: 0, after: 120, line: 240, lineRule: 'auto' } } },
      heading1: heading(32, 480, 160),
      heading2: heading(26, 320, 120),
      heading3: heading(22, 240, 80),
      heading4: heading(21, 200, 60),
      listParagraph: { paragraph: { spacing: { after: 60 } } },
      caption: { run: { font, size: 19, italics: true, color: ink }, paragraph: { spacing: { before: 160, after: 60 } } },
      footnoteText: { run: { font, size: 17 }, paragraph: { spacing: { after: 20, line: 240, lineRule: 'auto' } } },
      hyperlink: { run: { color: blue, underline: { type: 'single' } } },
    },
    paragraphStyles: [
      own('Lead', 'Ingress', { size: 25 }, { spacing: { after: 200 }, keepNext: true }),
      own('Note', 'Anmärkning', { italics: true }, { indent: { left: 240 }, spacing: { before: 80, after: 160 } }),
      own(
        'Gap',
        'Att fylla i',
        { bold: true, color: '7A2E00' },
        { shading: { type: 'clear', color: 'auto', fill: 'FCEFC7' }, spacing: { before: 80, after: 160 } },
      ),
      own('Fact', 'Uppgift', {}, { spacing: { after: 40 } }),
      own('TableText', 'Tabelltext', { size: 19 }, { spacing: { after: 20, line: 250 } }),
      own('TableTextSmall', 'Tabelltext liten', { size: 17 }, { spacing: { after: 20, line: 240 } }),
      own('AfterTable', 'Efter tabell', { size: 10 }, { spacing: { after: 80 } }),
      own('Contents', 'Innehållsrad', {}, { spacing: { after: 40 } }),
      own('ContentsTitle', 'Innehållsrubrik', { size: 26, bold: true, color: blue }, { spacing: { before: 240, after: 100 } }),
      own('HeaderText', 'Sidhuvudstext', { size: 16, color: '4A5763' }, { spacing: { after: 120 } }),
      own('FooterText', 'Sidfotstext', { size: 16, color: '4A5763' }, { spacing: { before: 160, after: 0 } }),
    ],
  };
}
