/** Measures on the answered questions themselves whether they help: each is put as if it had not been answered yet. */
import { type Slices } from '../slices.ts';
import { type Answered } from './answered.ts';
import { type Ranked } from './rank.ts';
import { type QuestionToken } from './read-question.ts';

/** So many questions are put, spread over all: enough to see a gain of two points. */
const SAMPLE = 200;

/** Degrees of trust that are tried. */
const DEGREES = [0.25, 0.5, 1];

/** What a degree must gain over none, in mean reciprocal rank: less is chance. */
const WORTH = 0.01;

interface TrustTools {
  readonly tokensOf: (question: string) => readonly QuestionToken[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly rank: (
    tokens: readonly QuestionToken[],
    except: number,
    trust: number,
  ) => readonly Ranked[];
}

/**
 * The degree of trust at which the answered questions find each other's clauses best; 0 where no clause is asked for
 * twice, because there the answers to other questions only mislead.
 */
export function* trustIn(answered: Answered | null, tools: TrustTools): Slices<number> {
  if (answered === null) return 0;
  const step = Math.max(1, Math.floor(answered.questions.length / SAMPLE));
  const sample = answered.questions.flatMap((question, number) =>
    number % step === 0 ? [{ number, tokens: tools.tokensOf(question.question), ...question }] : [],
  );
  const gainOf = function* (trust: number): Slices<number> {
    let gain = 0;
    for (const { number, tokens, clauses } of sample) {
      const wanted = new Set(clauses.map((id) => tools.numberOf.get(id)));
      const at = tools.rank(tokens, number, trust).findIndex((one) => wanted.has(one.number));
      gain += at < 0 ? 0 : 1 / (at + 1);
      yield;
    }
    return gain / sample.length;
  };
  let best = { trust: 0, gain: (yield* gainOf(0)) + WORTH };
  for (const trust of DEGREES) {
    const gain = yield* gainOf(trust);
    if (gain > best.gain) best = { trust, gain };
  }
  return best.trust;
}
