import { type Knowledge } from '../../knowledge/index.ts';
import { type ConversationFiles } from '../../services/conversation/conversation-files.ts';
import { type Tickets } from '../../services/tickets/tickets.ts';
import { type ComplaintWords } from './complaint-words.ts';

/** What a complaint needs from the house. */
export interface ComplaintDeps {
  readonly tickets: Pick<Tickets, 'file' | 'findLikelyDuplicates'>;
  readonly files: Pick<ConversationFiles, 'keep' | 'list' | 'read' | 'drop'>;
  readonly knowledge: () => Pick<Knowledge, 'readComplaint' | 'readIncidentDate' | 'findPlace'>;
  readonly words: ComplaintWords;
}
