import { faultScenarios } from './faults.ts';
import { killSqlite } from './kill.ts';
import { outsideScenarios } from './outside.ts';
import { postgresScenarios } from './postgres.ts';
import { rotation } from './rotation.ts';
import { type Scenario } from './scenario.ts';

/** Everything that `npm run chaos` does, in this order. */
export const scenarios: readonly Scenario[] = [
  killSqlite,
  ...postgresScenarios,
  ...faultScenarios,
  ...outsideScenarios,
  rotation,
];
