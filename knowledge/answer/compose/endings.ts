/** Answers that carry no policy: a question back, an honest "I do not know", another place's rules. */
import { type Answer, type Outcome } from '../../model.ts';
import { type AskState, type Ending, type Scope, type Tools } from '../state.ts';
import { type Draft, composeEntries } from './compose.ts';

interface PlainWords {
  readonly text: string;
  readonly spoken: string;
  readonly reason: string;
  readonly confidence: number;
  readonly suggestions?: readonly string[];
}

function plainAnswer(outcome: Outcome, words: PlainWords, scope: Scope): Answer {
  return {
    outcome,
    programme: null,
    aspect: null,
    category: null,
    text: words.text,
    spoken: words.spoken,
    citations: [],
    asOf: scope.asOf,
    district: scope.district,
    confidence: words.confidence,
    suggestions: words.suggestions ?? [],
    contacts: [],
    reason: words.reason,
    questionIds: [],
  };
}

/** Turns how the deciding steps ended into an answer. */
export function composeEnding(
  ending: Ending,
  state: Pick<AskState, 'scope' | 'text' | 'request' | 'complains'>,
  tools: Tools,
): Draft {
  const { scope } = state;
  switch (ending.kind) {
    case 'entries':
      return composeEntries(ending, state, tools);
    case 'clarify':
      return { pieces: [], answer: clarifyAnswer(ending, scope, tools) };
    case 'other-place':
      return composeOtherPlace(ending, state, tools);
    case 'declined':
      return { pieces: [], answer: declinedAnswer(ending.reason, ending.confidence, scope, tools) };
  }
}

function clarifyAnswer(
  ending: Extract<Ending, { kind: 'clarify' }>,
  scope: Scope,
  tools: Tools,
): Answer {
  const labels = ending.choices.map((choice) => choice.label);
  const list = labels.map((label, at) => `${String(at + 1)}. ${label}`).join('\n');
  return plainAnswer(
    'clarify',
    {
      text: tools.words('clarify.text', { list }),
      spoken: tools.words('clarify.spoken', { list: labels.join('，') }),
      reason: 'ambiguous',
      confidence: ending.confidence,
      suggestions: labels,
    },
    scope,
  );
}

/** `reason` is the last part of the words' key. */
export function declinedAnswer(
  reason: string,
  confidence: number,
  scope: Scope,
  tools: Pick<Tools, 'words' | 'place'>,
): Answer {
  const values = { place: tools.place };
  return plainAnswer(
    'declined',
    {
      text: tools.words(`declined.${reason}`, values),
      spoken: tools.words(`declined.${reason}.spoken`, values),
      reason,
      confidence,
    },
    scope,
  );
}

/** Says for whom this service speaks, whom to ask there, and the national rule where there is one. */
function composeOtherPlace(
  ending: Extract<Ending, { kind: 'other-place' }>,
  { scope, text, request }: Pick<AskState, 'scope' | 'text' | 'request'>,
  tools: Tools,
): Draft {
  const values = { place: tools.place, other: ending.place };
  const answer = plainAnswer(
    'declined',
    {
      text: tools.words('other-place.text', values),
      spoken: tools.words('other-place.spoken', values),
      reason: 'other-place',
      confidence: ending.confidence,
    },
    scope,
  );
  if (ending.national.length === 0) return { pieces: [], answer };
  const national = composeEntries(
    {
      kind: 'entries',
      chosen: ending.national,
      confidence: ending.confidence,
      decision: ending.decision,
    },
    { scope: { ...scope, district: null }, text, request },
    tools,
  );
  return {
    pieces: national.pieces,
    answer: {
      ...national.answer,
      reason: 'other-place',
      text: [answer.text, tools.words('other-place.national'), national.answer.text].join('\n'),
      spoken: answer.spoken,
    },
  };
}
