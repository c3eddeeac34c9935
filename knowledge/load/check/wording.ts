import { type Complaints, type Origin } from '../complaints.ts';
import { type ForbiddenWords } from '../forbidden.ts';
import { type LocatedQuestion } from '../questions.ts';
import { withoutPlaceholders } from '../placeholders.ts';

const SENTENCE_END = /[。！？!?]+/u;
const BRACKETS = /[()（）〔〕[\]【】《》<>]/u;
const DOCUMENT_NUMBER =
  /\d{4}[〕\])）]\s*\d+号|第?[\d一二三四五六七八九十百]+号(?:文|令|公告|通知)|[发函办政字]\d+号|第[\d一二三四五六七八九十百]+条/u;
const PHONE =
  /(?<!\d)(?:1[12]\d{1,3}|96\d{3}|12\d{3}|0\d{2,3}[-—]?\d{5,8}|1[3-9]\d{9}|400[-—]?\d{3}[-—]?\d{4})(?![\d年月元天倍%])/u;
const MAX_SPOKEN_SENTENCES = 2;

/** Answers are plain, promise nothing, judge nobody, and can be read aloud where they are meant to be. */
export function checkWording(
  question: LocatedQuestion,
  forbidden: ForbiddenWords,
  complaints: Complaints,
): void {
  checkEnding(question, complaints);
  question.value.versions.forEach((version, at) => {
    const origins = question.versions[at];
    if (origins === undefined) return;
    checkSpoken(version.spoken, origins.spoken, complaints);
    for (const field of ['answer', 'spoken'] as const) {
      const text = withoutPlaceholders(version[field]);
      for (const word of forbidden.find(text)) {
        complaints.at(origins[field], `${field} says “${word}”`, { rule: 'forbidden-word', word });
      }
      const phone = PHONE.exec(text)?.[0];
      if (phone !== undefined) {
        complaints.at(origins[field], `${field} holds the number ${phone}: write {{contact:KEY}}`, {
          rule: 'phone-by-hand',
          phone,
        });
      }
    }
  });
}

/** Whatever is not simply answered says why, and whatever states policy cites it. */
function checkEnding(question: LocatedQuestion, complaints: Complaints): void {
  const { outcome, reason, versions, contacts } = question.value;
  if (outcome !== 'answered' && reason === null) {
    complaints.at(question, `outcome ${outcome} needs a reason`, { rule: 'reason-missing' });
  }
  if (outcome === 'answered' && reason !== null) {
    complaints.at(question.lineOf('reason'), 'an answered question has no reason', {
      rule: 'reason-needless',
    });
  }
  if (reason === 'out-of-scope' && contacts.length === 0) {
    complaints.at(question, 'names no contact of the office that it belongs to', {
      rule: 'contact-missing',
    });
  }
  const citing = outcome === 'answered' || reason === 'figure-not-on-file';
  versions.forEach((version, at) => {
    if (!citing || version.clauses.length > 0) return;
    const origin = question.versions[at]?.clauses ?? question;
    complaints.at(origin, 'cites no clause', { rule: 'clause-missing' });
  });
}

function checkSpoken(spoken: string, origin: Origin, complaints: Complaints): void {
  const text = withoutPlaceholders(spoken);
  const sentences = text.split(SENTENCE_END).filter((sentence) => sentence.trim() !== '');
  if (sentences.length > MAX_SPOKEN_SENTENCES) {
    complaints.at(origin, `spoken has ${sentences.length} sentences, two are the most`, {
      rule: 'spoken-long',
      count: sentences.length,
    });
  }
  if (BRACKETS.test(text))
    complaints.at(origin, 'spoken has brackets', { rule: 'spoken-brackets' });
  const document = DOCUMENT_NUMBER.exec(text)?.[0];
  if (document !== undefined) {
    complaints.at(origin, `spoken names the document or article ${document}`, {
      rule: 'spoken-document',
      document,
    });
  }
}
