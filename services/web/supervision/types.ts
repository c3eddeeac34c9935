import type { NoticeHistory } from '../../tickets/evidence.ts';
import type { Attachment } from '../../tickets/papers.ts';
import type { TicketChange } from '../../tickets/changes.ts';
import type { SavedFilter } from '../../tickets/saved-filters.ts';
import type { Rates, Share, Statistics } from '../../tickets/statistics.ts';
import type {
  LikelyDuplicate,
  OutcomeCheck,
  TicketLine,
  TicketView,
} from '../../tickets/tickets.ts';
import type { Colleague } from '../../staff/staff.ts';

export type {
  Attachment,
  Colleague,
  LikelyDuplicate,
  NoticeHistory,
  OutcomeCheck,
  Rates,
  SavedFilter,
  Share,
  Statistics,
  TicketChange,
  TicketLine,
  TicketView,
};
