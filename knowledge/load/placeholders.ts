/** `{{amount:KEY}}` or `{{contact:KEY}}` in an answer; `unknown` is anything else in double braces. */
export interface Placeholder {
  readonly kind: 'amount' | 'contact' | 'unknown';
  readonly key: string;
  readonly text: string;
}

const BRACES = /\{\{(?<inside>[^{}]*)\}\}|\{\{|\}\}/gu;
const KNOWN = /^(?<kind>amount|contact):(?<key>[a-z0-9-]+)$/u;

export function placeholdersIn(text: string): readonly Placeholder[] {
  return [...text.matchAll(BRACES)].map((match) => {
    const groups = KNOWN.exec(match.groups?.['inside'] ?? '')?.groups;
    const kind =
      groups?.['kind'] === 'amount' || groups?.['kind'] === 'contact' ? groups['kind'] : 'unknown';
    return { kind, key: groups?.['key'] ?? '', text: match[0] };
  });
}

/** The text with every placeholder taken out. */
export function withoutPlaceholders(text: string): string {
  return text.replace(BRACES, '');
}
