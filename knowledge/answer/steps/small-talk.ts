/** Talk that asks nothing of ours: greetings, jokes, the weather, orders to the machine. */
import { chosenEntry, nearestEntry } from '../choose.ts';
import { RULE_IN_TALK_FROM, SETTLED_FROM, TALKS_FROM } from '../settings.ts';
import { type AskState, type Ending, type PartResult, type Tools } from '../state.ts';

/** Why the entries that answer talk are there: kind words, and what we do not do for anybody. */
const OF_TALK: ReadonlySet<string | null | undefined> = new Set([
  'chitchat',
  'not-answered',
  'unlawful',
  'privacy',
]);

/** 今儿真冷 恁那下雪没: the nearest word of ours to talk, or the question what somebody wants to know. */
export function talkEnding(whole: PartResult, state: AskState, tools: Tools): Ending | null {
  if (tools.hearStance(state.text).talk < TALKS_FROM || isKnownMatter(whole, tools)) return null;
  const near = nearestEntry(whole, tools, ({ id }) =>
    OF_TALK.has(tools.library.question(id)?.reason),
  );
  const chosen = chosenEntry(near?.id ?? tools.cues.greetingEntry, state.scope, tools);
  return chosen === null
    ? null
    : { kind: 'entries', chosen: [chosen], confidence: whole.confidence, decision: 'talks' };
}

/** 罚款最高就是三倍嘛 我说的对吧: whatever the tone, a rule that we know is what it is about. */
function isKnownMatter({ matches: [best], confidence }: PartResult, tools: Tools): boolean {
  const outcome = best === undefined ? '' : tools.matcher.entries[best.entry]?.outcome;
  return confidence >= (outcome === 'answered' ? RULE_IN_TALK_FROM : SETTLED_FROM);
}
