import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import { fill, plainDate } from '../text.ts';
import { type OutcomeNotice } from '../tickets/tickets.ts';
import { type NoticeWords } from './notice-words.ts';

/** What a letter holds besides the outcome. */
export interface LetterFacts {
  readonly number: string;
  readonly title: string;
  /** The person as addressed, or null for an anonymous one. */
  readonly name: string | null;
  /** `YYYY-MM-DD` of the letter. */
  readonly date: string;
  /** Letters of the demonstration say so on every page. */
  readonly demo: boolean;
}

// A whole Chinese font, of which pdfkit embeds only the characters that are used: it prints the same everywhere.
const FONT = join(
  dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
  '../fonts/NotoSansHans-Regular.otf',
);
const MARGIN = 64;
const [TITLE, BODY, SMALL] = [22, 14, 11];

/** Everything that a letter is printed from. */
export interface LetterOrder {
  readonly words: NoticeWords['letter'];
  readonly facts: LetterFacts;
  readonly notice: OutcomeNotice;
}

/** 告知书 as a printable A4 letter in large type. Takes a third of a second: see `LetterPress`. */
export function letterPdf({ words, facts, notice }: LetterOrder): Promise<Uint8Array> {
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, info: { Title: facts.title } });
  const done = collected(pdf);
  pdf.font(FONT);
  const title = facts.demo ? `${facts.title}（${words.demo}）` : facts.title;
  pdf.fontSize(TITLE).text(title, { align: 'center' }).moveDown();
  pdf.fontSize(SMALL).text(fill(words.number, { number: facts.number }), { align: 'right' });
  pdf
    .fontSize(BODY)
    .text(facts.name === null ? words.nameless : fill(words.heading, { name: facts.name }));
  for (const [key, text] of paragraphs(words, notice)) {
    pdf
      .moveDown(0.6)
      .fontSize(SMALL)
      .text(words.parts[key] ?? key, { underline: true });
    pdf.fontSize(BODY).text(text, { lineGap: 5 });
  }
  pdf.moveDown(0.6).fontSize(SMALL).text(words.plain, { underline: true });
  pdf.fontSize(BODY).text(notice.plain, { lineGap: 5 });
  pdf.moveDown().text(words.issuer, { align: 'right' });
  pdf.text(fill(words.date, { date: facts.date }), { align: 'right' });
  pdf.end();
  return done;
}

function paragraphs(
  words: NoticeWords['letter'],
  { asked, found, class: outcome, reasons, clauses, nextSteps, review, contact }: OutcomeNotice,
): [key: string, text: string][] {
  const cited = clauses.map(
    ({ title, article, quote, wording }) =>
      `《${title}》${article}（${wording === 'official' ? words.official : words.digest}）：${quote}`,
  );
  return [
    ['asked', asked],
    ['found', found],
    ['class', outcome],
    ['reasons', reasons],
    ['clauses', cited.join('\n')],
    ['nextSteps', nextSteps],
    ['review', fill(words.review, { ...review, lastDay: plainDate(review.lastDay) })],
    ['contact', contact],
  ];
}

function collected(pdf: InstanceType<typeof PDFDocument>): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
}
