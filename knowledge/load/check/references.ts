import { type Complaints, type Located, type Origin } from '../complaints.ts';
import { type LocatedQuestion } from '../questions.ts';
import { type RawContent } from '../raw.ts';
import { type LocatedSource } from '../sources.ts';
import { type Tables } from '../tables.ts';
import { placeholdersIn } from '../placeholders.ts';

/** Jurisdictions above the district table. */
const ABOVE = ['全国', '山东省'];

/** Every id and name leads to something. */
export function checkReferences(content: RawContent, complaints: Complaints): void {
  const links = linksOf(content, complaints);
  for (const source of content.sources) checkSource(source, links);
  checkTables(content.tables, links);
  for (const district of content.tables.districts ?? [])
    checkParents(district, content, complaints);
  for (const question of content.questions) checkQuestion(question, links, complaints);
}

function checkSource(source: LocatedSource, links: Links): void {
  const { jurisdiction, replacedBy } = source.value;
  links.district(jurisdiction, source);
  if (replacedBy !== null) links.source(replacedBy, source);
  for (const clause of source.clauses) {
    links.district(clause.value.district, clause);
    if (clause.value.replacedBy !== null) links.clause(clause.value.replacedBy, clause);
  }
}

function checkTables(tables: Tables, links: Links): void {
  for (const standard of tables.standards ?? []) {
    links.clause(standard.value.clauseId, standard);
    links.district(standard.value.district, standard);
  }
  for (const figure of tables.ruleFigures ?? []) links.clause(figure.value.clauseId, figure);
  for (const contact of tables.contacts ?? []) links.district(contact.value.district, contact);
  for (const town of tables.towns ?? []) {
    links.district(town.value.district, town);
    if (town.value.zone !== null) links.district(town.value.zone, town);
  }
}

type Link = (id: string, origin: Origin) => void;

interface Links {
  readonly source: Link;
  readonly clause: Link;
  readonly district: Link;
  readonly contact: Link;
  readonly standard: Link;
  readonly question: Link;
}

/** `known: null` means that the whole table is missing: that is one complaint, not hundreds. */
function linksOf(content: RawContent, complaints: Complaints): Links {
  const link = (what: string, known: readonly string[] | null, table: string): Link => {
    const names = new Set(known ?? []);
    return (id, origin) => {
      if (known === null) complaints.add(table, 1, `is missing, but a ${what} is referred to`);
      else if (!names.has(id)) {
        complaints.at(origin, `there is no ${what} ${id}`, { rule: `no-${what}`, id });
      }
    };
  };
  const { standards, contacts, districts } = content.tables;
  const districtNames = districts?.map(({ value }) => value.name) ?? null;
  const named = (items: readonly Located<{ readonly key: string }>[] | null): string[] | null =>
    items?.map(({ value }) => value.key) ?? null;
  const ids = (items: readonly Located<{ readonly id: string }>[]): string[] =>
    items.map(({ value }) => value.id);
  return {
    source: link('source', ids(content.sources), 'sources'),
    clause: link('clause', [...content.clauses.keys()], 'sources'),
    district: link('district', districtNames && [...ABOVE, ...districtNames], 'districts.csv'),
    contact: link('contact', named(contacts), 'contacts.csv'),
    standard: link('standard', named(standards), 'standards.csv'),
    question: link('question', ids(content.questions), 'questions'),
  };
}

function checkParents(
  district: Located<{ readonly name: string; readonly parent: string }>,
  content: RawContent,
  complaints: Complaints,
): void {
  const parents = new Map(
    (content.tables.districts ?? []).map(({ value }) => [value.name, value.parent]),
  );
  const above = new Set([district.value.name]);
  let at = district.value.parent;
  while (!ABOVE.includes(at)) {
    const next = parents.get(at);
    if (next === undefined || above.has(at)) {
      complaints.at(district, `parent ${at} is not a district, or lies below its own child`);
      return;
    }
    above.add(at);
    at = next;
  }
}

function checkQuestion(question: LocatedQuestion, links: Links, complaints: Complaints): void {
  const { id, next, contacts, versions } = question.value;
  next.forEach((other, at) => {
    const origin = question.lineOf('next', at);
    if (other === id) {
      complaints.at(origin, 'an entry cannot be its own next step', { rule: 'next-itself' });
    } else links.question(other, origin);
  });
  contacts.forEach((key, at) => links.contact(key, question.lineOf('contacts', at)));
  versions.forEach((version, at) => {
    const origins = question.versions[at];
    if (origins === undefined) return;
    links.district(version.district, origins);
    for (const clause of version.clauses) links.clause(clause, origins.clauses);
    for (const field of ['answer', 'spoken', 'staff'] as const) {
      for (const { kind, key, text } of placeholdersIn(version[field])) {
        if (kind === 'amount') links.standard(key, origins[field]);
        else if (kind === 'contact') links.contact(key, origins[field]);
        else {
          const message = `${text} is neither {{amount:KEY}} nor {{contact:KEY}}`;
          complaints.at(origins[field], message, { rule: 'placeholder', text });
        }
      }
    }
  });
}
