/** Clauses and questions for the search benches: from a file, or made from a seed. */
import { type IndexedClause } from '../../knowledge/search/index.ts';
import { normalise } from '../../knowledge/text/normalise.ts';
import { clauseOf, readPassages } from '../search/corpus-file.ts';
import { random } from './random.ts';

export interface BenchCorpus {
  readonly clauses: readonly IndexedClause[];
  readonly questions: readonly string[];
}

const SEED = 20261126;

/**
 * So many clauses and questions. A file that holds fewer is told again under other ids; questions are pieces of clauses. The same
 * arguments give the same corpus.
 */
export function searchCorpus(size: number, questions: number, file: string | null): BenchCorpus {
  const next = random(SEED);
  const clauses = file === null ? madeClauses(size, next) : fromFile(file, size);
  return {
    clauses,
    questions: Array.from({ length: questions }, () => questionFrom(clauses, next)),
  };
}

function fromFile(file: string, size: number): IndexedClause[] {
  const own = readPassages(file)
    .slice(0, size)
    .map((passage) => clauseOf(passage, normalise));
  return Array.from({ length: size }, (_, at) => {
    const clause = own[at % own.length];
    if (clause === undefined) throw new Error(`${file} holds no passages`);
    return at < own.length ? clause : { ...clause, id: `${clause.id}/${at}` };
  });
}

/** Characters in the order of how common they are in official Chinese: a made text meets them as often as a real one. */
const COMMON =
  '的人民政府规定应当法机关部门依照有行为管理者或单位和不在以个国家及申请办理责任其由条件工作进时对经上业地方定执事务用生活保障救助低收入家庭困难对象标准审核确认材料提交乡镇街道县级财产残疾儿童老年医疗教育住房就业受灾临时特困供养补贴发放公示监督举报投诉复议诉讼期限日内书面告知理由调查信息共享核对委托户籍居住证明';

const WORDS = 6000;

function madeClauses(size: number, next: () => number): IndexedClause[] {
  const characters = Array.from(COMMON);
  const words = Array.from({ length: WORDS }, () =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, () => skewed(characters, next)).join(''),
  );
  return Array.from({ length: size }, (_, at) => {
    const document = `文件${Math.floor(at / 40)}`;
    const length = 20 + Math.floor(next() * next() * 200);
    const text = Array.from({ length }, (_unused, place) =>
      place % 9 === 8 ? '，' : skewed(words, next),
    ).join('');
    return { id: `made-${at}`, document, heading: `${document} 第${at % 40}条`, text };
  });
}

function skewed(list: readonly string[], next: () => number): string {
  return list[Math.floor(list.length * next() ** 2.5)] ?? '';
}

const QUESTION_CHARACTERS = 24;

function questionFrom(clauses: readonly IndexedClause[], next: () => number): string {
  const { text } = clauses[Math.floor(next() * clauses.length)] ?? { text: '' };
  const from = Math.floor(next() * Math.max(1, text.length - QUESTION_CHARACTERS));
  return `请问${text.slice(from, from + QUESTION_CHARACTERS)}怎么办`;
}
