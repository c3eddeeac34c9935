import { clock } from './2026-11-27-clock.ts';
import { conversationFiles } from './2026-11-26-conversation-files.ts';
import { benefits } from './2026-11-24-benefits.ts';
import { answerMarks } from './2026-11-26-answer-marks.ts';
import { desk } from './2026-11-26-desk.ts';
import { feedback } from './2026-11-26-feedback.ts';
import { handOver } from './2026-11-26-hand-over.ts';
import { foundation } from './2026-11-24-foundation.ts';
import { instances } from './2026-11-26-instances.ts';
import { library } from './2026-11-27-library.ts';
import { office } from './2026-11-26-office.ts';
import type { Migration } from './migration.ts';
import { notices } from './2026-11-24-notices.ts';
import { privacy } from './2026-11-27-privacy.ts';
import { proof } from './2026-11-24-proof.ts';
import { switches } from './2026-11-26-switches.ts';
import { staff } from './2026-11-24-staff.ts';
import { tickets } from './2026-11-24-tickets.ts';
import { workLists } from './2026-11-26-work-lists.ts';

// In code, not found on disk: the same list runs from sources and from the build.
export const migrations: readonly Migration[] = [
  foundation,
  proof,
  tickets,
  notices,
  staff,
  benefits,
  desk,
  feedback,
  office,
  switches,
  handOver,
  conversationFiles,
  privacy,
  answerMarks,
  workLists,
  instances,
  library,
  clock,
];
