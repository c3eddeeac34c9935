import type { TicketState } from '../../tickets/ticket.ts';

/** States in which the clock means something to who looks at a list. */
export const OPEN_LIST: readonly TicketState[] = [
  '待受理',
  '已受理',
  '转办',
  '退回',
  '办理中',
  '延期',
  '重新办理',
  '待审核',
  '已审核',
];
