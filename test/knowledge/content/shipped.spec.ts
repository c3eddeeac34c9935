import { expect } from 'chai';
import { type Content, type Synonym } from '../../../knowledge/load/content.ts';
import { loadContent } from '../../../knowledge/load/load-content.ts';
import { PROGRAMMES, type Question, type QuestionVersion } from '../../../knowledge/model.ts';

/** Characters in a sentence, on average; what a pupil of the fifth year reads without effort. */
const READABLE = 25;
/** Enough ways of asking that very different people are heard. */
const PHRASINGS = 8;

const content = loadContent(new URL('../../../knowledge/content', import.meta.url).pathname);

/** Entries that tell policy, as against those that lead into a flow or to another office. */
const telling = content.questions.filter(
  ({ outcome, reason }) => outcome === 'answered' || reason === 'figure-not-on-file',
);

describe('the shipped content', () => {
  it('is told in sentences of 25 characters or fewer, entry by entry and in all', () => {
    const tooLong = telling.flatMap((question) =>
      question.versions
        .filter((version) => average(sentencesOf(version)) > READABLE)
        .map(() => question.id),
    );
    expect(tooLong, 'entries with long sentences').to.deep.equal([]);
    const all = telling.flatMap(({ versions }) => versions.flatMap(sentencesOf));
    expect(average(all)).to.be.at.most(READABLE);
  });

  it('names a way that works on foot and one that works from home in every entry', () => {
    const missing = telling
      .filter(
        (question) =>
          !kindsOf(question).has('window') || !(hasRemote(question) || hasWeb(question)),
      )
      .map(({ id }) => id);
    expect(missing).to.deep.equal([]);
  });

  it('hears each question in the words of many people', () => {
    const few = telling.filter(({ phrasings }) => phrasings.length < PHRASINGS).map(({ id }) => id);
    expect(few).to.deep.equal([]);
  });

  it('cites a clause wherever it states policy', () => {
    const bare = telling.flatMap(({ id, versions }) =>
      versions.filter(({ clauses }) => clauses.length === 0).map(() => id),
    );
    expect(bare).to.deep.equal([]);
  });

  it('leaves no document without an entry that rests on it', () => {
    const cited = new Set(
      content.questions.flatMap(({ versions }) => versions.flatMap(({ clauses }) => clauses)),
    );
    const unused = content.sources
      .filter(({ clauses }) => !clauses.some(({ id }) => cited.has(id)))
      .map(({ id }) => id);
    expect(unused).to.deep.equal([]);
  });

  it('tells a second-hand figure only with its hedge', () => {
    const bare = content.standards.filter(
      ({ basis, hedge }) => basis === 'second-hand' && hedge === null,
    );
    expect(bare.map(({ id }) => id)).to.deep.equal([]);
  });

  it('says no slur in anything that a resident hears', () => {
    const slurs = content.synonyms
      .filter((synonym: Synonym) => synonym.kind === 'slur' && !synonym.context)
      .map(({ word }) => word);
    const said = telling.filter(({ title, versions }) =>
      slurs.some((slur) =>
        [title, ...versions.flatMap(({ answer, spoken }) => [answer, spoken])].some((text) =>
          text.includes(slur),
        ),
      ),
    );
    expect(said.map(({ id }) => id)).to.deep.equal([]);
  });

  it('tells for every programme how complete it is, in one sentence', () => {
    expect(content.coverage.map(({ programme }) => programme)).to.deep.equal([...PROGRAMMES]);
    for (const { note } of content.coverage) expect(note.match(/。/gu)).to.have.length(1);
  });

  it('calls a programme partial exactly where a figure is not on file or a source leaves a doubt', () => {
    for (const { programme, status } of content.coverage) {
      const own = content.questions.filter((question) => question.programme === programme);
      const missing = own.some(({ reason }) => reason === 'figure-not-on-file');
      if (status === 'complete') expect(missing, programme).to.equal(false);
      else expect(missing || hasDoubt(own, content), programme).to.equal(true);
    }
  });
});

function sentencesOf({ answer }: QuestionVersion): number[] {
  return answer
    .replace(/\{\{[^}]*\}\}/gu, '热线号码')
    .split(/[。！？!?\n]+/u)
    .map((sentence) => Array.from(sentence.trim()).length)
    .filter((length) => length > 0);
}

function average(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0) / Math.max(lengths.length, 1);
}

/** Kinds of the contacts that go with an answer, written in it or shown beside it. */
function kindsOf(question: Question): Set<string> {
  const named = question.versions.flatMap(({ answer }) =>
    [...answer.matchAll(/\{\{contact:([^}]+)\}\}/gu)].map(([, key]) => key),
  );
  const keys = new Set([...question.contacts, ...named]);
  return new Set(content.contacts.filter(({ key }) => keys.has(key)).map(({ kind }) => kind));
}

const hasRemote = (question: Question): boolean => kindsOf(question).has('phone');
const hasWeb = (question: Question): boolean => kindsOf(question).has('web');

function hasDoubt(questions: readonly Question[], { clauses, sources }: Content): boolean {
  const doubtful = new Set(sources.filter(({ doubt }) => doubt !== null).map(({ id }) => id));
  return questions
    .flatMap(({ versions }) => versions.flatMap((version) => version.clauses))
    .some((id) => {
      const clause = clauses.get(id);
      return clause !== undefined && (clause.doubt !== null || doubtful.has(clause.sourceId));
    });
}
