import { knownFigures } from '../../answer/check/numbers.ts';
import { type Period } from '../../model.ts';
import { type Complaints } from '../complaints.ts';
import { type RawContent } from '../raw.ts';

/** Units in which the self-check can use an amount: another one would be compared wrongly. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  'dibao-standard': ['元/人·月', '元/人·年'],
  'dibao-edge-line': ['元/人·月', '元/人·年'],
  'disposable-income': ['元/人·月', '元/人·年'],
  'rigid-share': ['%'],
};

/** A figure that rules use stands in its clause, in force as long as that is; amounts come in units that rules know. */
export function checkRuleFigures(content: RawContent, complaints: Complaints): void {
  for (const figure of content.tables.ruleFigures ?? []) {
    const { key, value, inForce, clauseId } = figure.value;
    const clause = content.clauses.get(clauseId)?.value;
    if (clause === undefined) continue;
    if (!knownFigures(clause.text).has(Number(value))) {
      complaints.at(figure, `${key} is ${value}, which does not stand in ${clauseId}`, {
        rule: 'rule-figure-unfounded',
        ...{ key, value, id: clauseId },
      });
    }
    if (!within(inForce, clause.inForce)) {
      complaints.at(figure, `${key} holds on days on which ${clauseId} is not in force`, {
        rule: 'rule-figure-not-in-force',
        ...{ key, id: clauseId },
      });
    }
  }
  for (const standard of content.tables.standards ?? []) {
    const { key, unit } = standard.value;
    const units = UNITS[key];
    if (units !== undefined && !units.includes(unit)) {
      complaints.at(standard, `${key} is in ${unit}: write ${units.join(' or ')}`, {
        rule: 'unit',
        ...{ unit, units: units.join('、') },
      });
    }
  }
}

function within(inner: Period, outer: Period): boolean {
  const startsIn = inner.from >= outer.from;
  return startsIn && (outer.to === null || (inner.to !== null && inner.to <= outer.to));
}
