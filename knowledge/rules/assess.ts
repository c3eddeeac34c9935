/** Holds the facts that were told against every condition of a check. 初步判断: it decides nothing. */
import { citationOf, pairsOf } from '../answer/compose/cite.ts';
import { type Library } from '../answer/library.ts';
import { type Words } from '../answer/words.ts';
import { type Clause, type RuleFigure } from '../model.ts';
import { speaksFor } from './also-fit.ts';
import { CHECKS, type Check, type Route } from './checks.ts';
import { type Condition, type Finding, type Ground, found } from './finding.ts';
import { type Law, lawAt } from './law.ts';
import {
  type AssessRequest,
  type AssessedCondition,
  type AssessedRoute,
  type Assessment,
  type CitedLine,
  type FactKey,
  type SelfCheck,
  type SelfCheckFacts,
  type Standing,
} from './model.ts';
import { answerOf } from './tell.ts';
import { type Telling } from './tellings.ts';

export interface RuleTools {
  readonly library: Library;
  readonly figures: readonly RuleFigure[];
  readonly words: Words;
  readonly canonicalDistrict: (name: string) => string | null;
}

const MOST_ALSO = 3;

/** Every condition with its result, article and arithmetic, and what to do next. Never a verdict. */
export function assess(request: AssessRequest, tools: RuleTools): Assessment {
  const view = viewOf(request, tools);
  const check = CHECKS[request.check];
  const routes = check.routes.map((route) => assessRoute(route, view, tools));
  const tell = (tellings: readonly Telling[]): CitedLine[] =>
    tellings.flatMap((one) => citedLine(one, check, view, tools));
  const assessed = {
    check: check.check,
    programme: check.programme,
    asOf: request.asOf,
    district: view.law.district,
    standing: standingOf(check, routes, view.law),
    routes,
    amounts: amountsOf(check, view),
    notes: tell(check.notes),
    bring: tell(check.bring),
    where: tell(check.where),
    alsoFit: alsoFit(check, view, tools),
  };
  return { ...assessed, answer: answerOf(assessed, tools.words) };
}

/**
 * The fact to ask for next, or null when nothing that is still open can be settled by asking. Ways that have failed are
 * not asked about.
 */
export function nextFact(request: AssessRequest, tools: RuleTools): FactKey | null {
  const view = viewOf(request, tools);
  for (const route of CHECKS[request.check].routes) {
    const findings = route.conditions.map((condition) => lookAt(condition, view).finding);
    if (findings.some((finding) => finding.result === '不符合')) continue;
    const lacks = findings.flatMap((finding) => finding.lacks);
    // A way that is met or only waits for the office leaves nothing to ask on another.
    if (lacks[0] !== undefined) return lacks[0];
    if (findings.every((finding) => finding.result === '符合')) return null;
  }
  return null;
}

/** The conditions of the first way, by whether something was told that each of them needs. */
export function settledConditions(
  request: AssessRequest,
  tools: RuleTools,
): { told: readonly AssessedCondition[]; open: readonly AssessedCondition[] } {
  const view = viewOf(request, tools);
  const [route] = CHECKS[request.check].routes;
  // Content without the clauses of a check says nothing of its conditions.
  const held = (id: string): boolean => tools.library.clause(id) !== null;
  if (!route?.conditions.every(({ clauses }) => clauses.every(held))) {
    return { told: [], open: [] };
  }
  const lacks = new Set(
    route.conditions
      .filter((condition) => lookAt(condition, view).finding.lacks.length > 0)
      .map((condition) => condition.id),
  );
  const { conditions } = assessRoute(route, view, tools);
  return {
    told: conditions.filter(({ id }) => !lacks.has(id)),
    open: conditions.filter(({ id }) => lacks.has(id)),
  };
}

function viewOf(request: AssessRequest, tools: RuleTools): Ground {
  const { asOf } = request;
  const facts = withImplied(request.facts);
  const named = typeof facts.district === 'string' ? facts.district : request.district;
  const district = named === null ? null : tools.canonicalDistrict(named);
  return {
    facts,
    law: lawAt(tools.library, tools.figures, { asOf, district }),
    words: tools.words,
  };
}

/** Who lives alone has told the household's income with the own one, and the other way round. */
function withImplied(facts: SelfCheckFacts): SelfCheckFacts {
  if (facts.household !== 1) return facts;
  const income = facts.income ?? facts.ownIncome;
  return income === undefined ? facts : { ...facts, income, ownIncome: facts.ownIncome ?? income };
}

interface Look {
  readonly clause: Clause | null;
  readonly finding: Finding;
}

function lookAt(condition: Condition, ground: Ground): Look {
  const clause = ground.law.firstInForce(condition.clauses);
  const figures = condition.figures ?? [];
  const stored = clause !== null && figures.every((key) => ground.law.figure(key) !== null);
  const finding = stored
    ? condition.holds(ground)
    : found('还不清楚', 'rule-not-on-file', ground, { day: ground.law.asOf });
  return { clause, finding };
}

function assessRoute(route: Route, ground: Ground, tools: RuleTools): AssessedRoute {
  const conditions = route.conditions.map((condition): AssessedCondition => {
    const { clause, finding } = lookAt(condition, ground);
    const name = ground.words(`self-check.condition.${condition.id}`);
    return {
      id: condition.id,
      name,
      result: finding.result,
      working: finding.working,
      citation: clause === null ? null : citationOf(clause, pairsOf(name), tools.library),
      hedge: clause === null ? null : hedgeOf(clause, tools),
    };
  });
  return {
    id: route.id,
    name: ground.words(`self-check.route.${route.id}`),
    standing: standingOfRoute(conditions),
    conditions,
  };
}

function hedgeOf(clause: Clause, { library, words }: RuleTools): string | null {
  const doubt = clause.doubt ?? library.source(clause.sourceId)?.doubt ?? null;
  if (doubt !== null) return doubt;
  return clause.basis === 'second-hand' ? words('self-check.second-hand') : null;
}

function standingOfRoute(conditions: readonly AssessedCondition[]): Standing {
  if (conditions.every(({ citation }) => citation === null)) return 'not-in-force';
  if (conditions.some(({ result }) => result === '不符合')) return 'not-met';
  return conditions.every(({ result }) => result === '符合') ? 'met' : 'open';
}

const BEST_FIRST: readonly Standing[] = ['met', 'open', 'not-met'];

function standingOf(check: Check, routes: readonly AssessedRoute[], law: Law): Standing {
  const clauses = check.routes.flatMap((route) => route.conditions.flatMap((one) => one.clauses));
  if (law.firstInForce(clauses) === null) return 'not-in-force';
  return BEST_FIRST.find((one) => routes.some(({ standing }) => standing === one)) ?? 'open';
}

function citedLine(
  telling: Telling,
  check: Check,
  ground: Ground,
  tools: RuleTools,
): readonly CitedLine[] {
  if (telling.when?.(ground.facts, ground.law) === false) return [];
  const clause = ground.law.firstInForce(telling.clauses);
  if (clause === null) return [];
  const near = ground.words(`self-check.about.${telling.about}`, { check: check.check });
  const citation = citationOf(clause, pairsOf(near), tools.library);
  return citation === null ? [] : [{ text: citation.quote, citation, hedge: clause.doubt }];
}

function amountsOf(check: Check, ground: Ground): Assessment['amounts'] {
  return (check.amounts?.(ground.facts) ?? []).flatMap((key) =>
    ground.law.amounts(key).map(({ name, amount, unit, district, hedge }) => ({
      text: ground.words('self-check.amount.standard', { name, amount, unit, district }),
      hedge,
    })),
  );
}

/** Checks close to this one whose facts speak for them and that nothing told so far rules out. */
function alsoFit(check: Check, ground: Ground, tools: RuleTools): readonly SelfCheck[] {
  return check.near
    .filter((one) => speaksFor(one, ground.facts))
    .filter((one) => {
      const routes = CHECKS[one].routes.map((route) => assessRoute(route, ground, tools));
      const standing = standingOf(CHECKS[one], routes, ground.law);
      return standing === 'met' || standing === 'open';
    })
    .slice(0, MOST_ALSO);
}
