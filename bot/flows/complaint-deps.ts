import { type Knowledge } from '../../knowledge/index.ts';
import { type Audit } from '../../services/audit/audit.ts';
import { type Tickets } from '../../services/tickets/tickets.ts';
import { type ComplaintWords } from './complaint-words.ts';

/** What a complaint needs from the house. */
export interface ComplaintDeps {
  readonly tickets: Pick<Tickets, 'file' | 'findLikelyDuplicates'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly knowledge: () => Pick<Knowledge, 'readComplaint' | 'readIncidentDate' | 'findPlace'>;
  readonly words: ComplaintWords;
}
