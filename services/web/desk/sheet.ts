import { reactive } from 'vue';
import type { FactKey, SelfCheck } from '../../../knowledge/rules/model.ts';
import type { EligibilitySheet } from '../../desk/sheet.ts';
import { api } from '../staff/api.ts';
import { current, desk } from './desk.ts';

/** The self-check of the call at hand: which one, what the operator typed into it, and how it stands. */
export const sheet = reactive({
  check: null as SelfCheck | null,
  typed: {} as Partial<Record<FactKey, string>>,
  shown: null as EligibilitySheet | null,
  /** Put away by the operator: speech does not bring it back. */
  putAway: false,
});

const CHECK = 'sheet';
const FACT = 'sheet.';

/** What is kept with the form of the call. */
export function keptSheet(): Record<string, string> {
  if (sheet.check === null) return {};
  const typed = Object.entries(sheet.typed).map(([key, text]) => [FACT + key, text] as const);
  return { [CHECK]: sheet.check, ...Object.fromEntries(typed) };
}

/** Another call: its own sheet, as far as something was typed into it. */
export function openSheet(): void {
  const form = current.value?.form ?? {};
  const typed = Object.entries(form).filter(
    (one): one is [string, string] => one[0].startsWith(FACT) && typeof one[1] === 'string',
  );
  Object.assign(sheet, {
    check: (form[CHECK] as SelfCheck | undefined) ?? null,
    typed: Object.fromEntries(typed.map(([key, text]) => [key.slice(FACT.length), text])),
    shown: null,
    putAway: false,
  });
}

let asked = 0;
/** Works it out anew, with all that was said and typed. */
export async function workOut(): Promise<void> {
  const { check, typed } = sheet;
  if (check === null || current.value?.mine !== true) return;
  const mine = (asked += 1);
  const path = `/api/staff/desk/calls/${encodeURIComponent(desk.currentId ?? '')}/sheet`;
  const shown = await api<EligibilitySheet>('POST', path, { check, typed });
  // Something newer was asked for in between.
  if (mine === asked && check === sheet.check) sheet.shown = shown;
}
