import {
  type AnsweredQuestion,
  type IndexedClause,
  type Searcher,
  corpusFrom,
  countNow,
  createSearcher,
} from '../../../knowledge/search/index.ts';
import { normalise } from '../../../knowledge/text/normalise.ts';

/** Cuts at every second character: enough of a segmenter for rankings, and it needs no dictionary. */
export const cutWords = (text: string): string[] => text.match(/.{1,2}/gsu) ?? [];

export const tools = {
  normalise,
  cutWords,
  everyday: new Map([
    ['老婆', ['配偶']],
    ['吃低保', ['最低生活保障']],
  ]),
};

export const LAW: readonly IndexedClause[] = [
  [
    '低保#1',
    '低保办法',
    '条件',
    '共同生活的家庭成员人均收入低于当地最低生活保障标准的，可以申请最低生活保障。',
  ],
  ['低保#2', '低保办法', '材料', '申请时带身份证、户口簿和家庭经济状况声明。'],
  ['低保#3', '低保办法', '时限', '乡镇人民政府三十个工作日内审核确认。'],
  ['婚姻#1', '婚姻规定', '配偶', '配偶有相互扶养的义务。'],
  ['特困#1', '特困办法', '供养', '特困人员供养标准按照《低保办法》的标准乘以一点三。'],
  ['监督#1', '监督办法', '举报', '任何人可以举报骗取救助款的行为。'],
].map(([id = '', document = '', heading = '', text = '']) => ({ id, document, heading, text }));

export function searcherOver(
  clauses: readonly IndexedClause[],
  answered: readonly AnsweredQuestion[] = [],
): Searcher {
  return createSearcher({ corpus: corpusFrom(countNow(clauses, cutWords)), tools, answered });
}

export function idsFound(searcher: Searcher, question: string, limit = 10): string[] {
  return searcher.search(question, { limit }).map(({ id }) => id);
}
