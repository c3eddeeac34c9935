import { type Knowledge } from '../../../knowledge/index.ts';
import { type Enquiries } from '../../enquiry/enquiry.ts';
import { type PublicStatisticsDoor } from '../../tickets/public-statistics.ts';
import { type Tickets } from '../../tickets/tickets.ts';
import { type ChatAssets } from '../pages/assets.ts';
import { type Need } from '../pages/needs.ts';
import { type HttpWords } from '../words.ts';

/** What the pages of residents are made from. */
export interface PageRouteDeps {
  readonly words: HttpWords;
  readonly needs: readonly Need[];
  /** Null before the pages were built. */
  readonly chat: ChatAssets | null;
  /** Asked each time: publishing swaps the knowledge while the service runs. */
  readonly knowledge: () => Knowledge;
  /** `YYYY-MM-DD` in Beijing. */
  readonly today: () => string;
  readonly enquiries: Pick<Enquiries, 'ask'>;
  readonly tickets: Tickets;
  readonly statistics: PublicStatisticsDoor;
}
