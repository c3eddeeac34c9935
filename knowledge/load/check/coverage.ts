import { type Complaints } from '../complaints.ts';
import { type RawContent } from '../raw.ts';

/** What the coverage file tells everybody agrees with the entries. Nothing to check where there is no such file. */
export function checkCoverage(content: RawContent, complaints: Complaints): void {
  const { coverage } = content.words;
  if (coverage === null) return;
  const entries = content.questions.map(({ value }) => value);
  const told = new Set(coverage.map(({ value }) => value.programme));
  for (const name of new Set(entries.map(({ programme }) => programme))) {
    if (!told.has(name)) complaints.add('coverage.yaml', 1, `does not tell of ${name}`);
  }
  for (const item of coverage) {
    const { programme, status, checked } = item.value;
    const own = entries.filter((entry) => entry.programme === programme);
    const answered = own.filter(({ outcome }) => outcome === 'answered').length;
    const missing = own.filter(({ reason }) => reason === 'figure-not-on-file').length;
    if (status === 'absent' && answered > 0) {
      complaints.at(item, `${programme} is called absent, but ${answered} entries answer for it`);
    }
    if (status !== 'absent' && answered === 0) {
      complaints.at(item, `${programme} is called ${status}, but no entry answers for it`);
    }
    if (status === 'complete' && missing > 0) {
      complaints.at(
        item,
        `${programme} is called complete, but ${missing} figures are not on file`,
      );
    }
    const unchecked = content.sources.filter(
      ({ value }) => value.programmes.includes(programme) && value.checked < checked,
    );
    for (const { value } of unchecked) {
      complaints.at(
        item,
        `${programme} is checked to ${checked}, but ${value.id} only to ${value.checked}`,
      );
    }
  }
}
