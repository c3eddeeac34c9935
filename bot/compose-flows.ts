import { type Knowledge } from '../knowledge/index.ts';
import { type Clock } from '../services/clock.ts';
import { type ConversationFiles } from '../services/conversation/conversation-files.ts';
import { type Conversations } from '../services/conversation/conversations.ts';
import { type Enquiries } from '../services/enquiry/enquiry.ts';
import { type Office } from './compose-office.ts';
import { type HandOvers } from '../services/desk/hand-over/hand-over.ts';
import { benefitsFlow, readBenefitFlowWords } from './flows/benefits.ts';
import { complaintFlow } from './flows/complaint.ts';
import { readComplaintWords } from './flows/complaint-words.ts';
import { eligibilityFlow } from './flows/eligibility.ts';
import { readEligibilityWords } from './flows/eligibility-words.ts';
import { handOverFlow, readHandOverFlowWords } from './flows/hand-over.ts';
import { logQuestionFlow, readLogQuestionWords } from './flows/log-question.ts';
import { progressFlow } from './flows/progress.ts';
import { readProgressWords } from './flows/progress-words.ts';
import { type AnyFlow } from './flows/flow.ts';

/** What flows may be given. */
export interface FlowParts {
  readonly office: Office;
  /** Asked each time: publishing swaps the knowledge while the service runs. */
  readonly knowledge: () => Knowledge;
  readonly enquiries: Enquiries;
  readonly conversations: Conversations;
  readonly files: ConversationFiles;
  readonly handOvers: HandOvers;
  readonly clock: Clock;
  /** Folder of the policy content (`knowledge/content`); words of a flow are in `words/<flow>.yaml`. */
  readonly content: string;
}

/** All flows, in the order in which they are asked whether a sentence begins them. A new flow is one more line here. */
export function composeFlows(parts: FlowParts): readonly AnyFlow[] {
  const makers: readonly ((given: FlowParts) => AnyFlow)[] = [
    progress,
    benefits,
    complaint,
    handOver,
    eligibility,
    logQuestion,
  ];
  return makers.map((make) => make(parts));
}

function complaint({ office, files, knowledge, content }: FlowParts): AnyFlow {
  const { tickets } = office;
  const words = readComplaintWords(content);
  return complaintFlow({ tickets, files, knowledge, words });
}

function eligibility({ knowledge, content }: FlowParts): AnyFlow {
  return eligibilityFlow({ knowledge, words: readEligibilityWords(content) });
}

function progress({ office, content }: FlowParts): AnyFlow {
  const { tickets, attachments } = office;
  return progressFlow({ tickets, attachments, words: readProgressWords(content) });
}

function logQuestion({ office, knowledge, content }: FlowParts): AnyFlow {
  const { tickets } = office;
  return logQuestionFlow({ tickets, knowledge, words: readLogQuestionWords(content) });
}

function handOver({ handOvers, knowledge, content }: FlowParts): AnyFlow {
  return handOverFlow({ handOvers, knowledge, words: readHandOverFlowWords(content) });
}

function benefits({ office, content }: FlowParts): AnyFlow {
  return benefitsFlow({ benefits: office.benefits, words: readBenefitFlowWords(content) });
}
