/**
 * What a page without an application of its own gains from script: how it looks (size, contrast) as the device
 * remembers it, printing and copying. Loaded in the head, before the first paint, so that nothing jumps.
 */
import { recall, remember } from '../shared/device.ts';
import { handIn } from '../shared/hand-in.ts';
import { shrunk } from '../shared/shrink.ts';

const root = document.documentElement;
const LARGEST = 3;

root.dataset['script'] = 'on';
applySize(Number(recall('size') ?? 0));
applyContrast(recall('contrast') === 'high');

function applySize(size: number): void {
  const step = Math.min(Math.max(Math.trunc(size) || 0, 0), LARGEST);
  if (step === 0) delete root.dataset['size'];
  else root.dataset['size'] = String(step);
}

function applyContrast(high: boolean): void {
  if (high) root.dataset['contrast'] = 'high';
  else delete root.dataset['contrast'];
}

const sizeNow = (): number => Number(root.dataset['size'] ?? 0);

const ACTS: Readonly<Record<string, (button: HTMLElement) => void>> = {
  elder: () => setSize(sizeNow() > 0 ? 0 : 1),
  larger: () => setSize(sizeNow() + 1),
  contrast: () => {
    const high = root.dataset['contrast'] !== 'high';
    applyContrast(high);
    remember('contrast', high ? 'high' : null);
    showView();
  },
  print: () => window.print(),
  copy: (button) => {
    void navigator.clipboard
      .writeText(button.dataset['copy'] ?? '')
      .then(() => (button.textContent = button.dataset['done'] ?? ''));
  },
};

function setSize(size: number): void {
  applySize(size);
  remember('size', size > 0 ? String(sizeNow()) : null);
  showView();
}

/** The state of the three buttons; "larger" is there only in elder mode and until the largest size. */
function showView(): void {
  const set = (act: string, change: (button: HTMLElement) => void): void =>
    document.querySelectorAll<HTMLElement>(`[data-act="${act}"]`).forEach(change);
  set('elder', (button) => button.setAttribute('aria-pressed', String(sizeNow() > 0)));
  set('larger', (button) => (button.hidden = sizeNow() === 0 || sizeNow() >= LARGEST));
  set('contrast', (button) =>
    button.setAttribute('aria-pressed', String(root.dataset['contrast'] === 'high')),
  );
}

document.addEventListener('click', (event) => {
  const button = (event.target as Element | null)?.closest<HTMLElement>('[data-act]');
  if (button) ACTS[button.dataset['act'] ?? '']?.(button);
});

// A page opened from a search engine does not know where the person lives; their device does.
document.addEventListener('DOMContentLoaded', () => {
  showView();
  const hasClipboard = typeof navigator.clipboard?.writeText === 'function';
  if (!hasClipboard)
    document.querySelectorAll<HTMLElement>('[data-copy]').forEach((one) => (one.hidden = true));
  document.querySelectorAll<HTMLSelectElement>('select[data-remember]').forEach((select) => {
    const known = recall('district');
    const offered = [...select.options].some(({ value }) => value === known);
    if (select.value === '' && known !== null && offered) select.value = known;
    select.addEventListener('change', () => remember('district', select.value || null));
  });
});

/** A photo or PDF goes up as soon as it is chosen; each is told in a line of its own. */
async function addPaper(place: HTMLElement, input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  const { number = '', code = '', done = '' } = place.dataset;
  if (!file) return;
  input.disabled = true;
  const result = await handIn({ number, code }, file);
  const line = document.createElement('li');
  line.textContent = result.ok
    ? done + file.name
    : result.message || (place.dataset[result.why] ?? '');
  place.querySelector('ul')?.append(line);
  input.disabled = false;
  input.value = '';
}

/** Before a form is sent, its photos are made as small as they can be read. Without script they go as they are. */
async function shrinkChosen(input: HTMLInputElement): Promise<void> {
  const chosen = new DataTransfer();
  for (const file of input.files ?? []) chosen.items.add(await shrunk(file));
  input.files = chosen.files;
}

document.addEventListener('change', (event) => {
  const input = event.target as HTMLInputElement;
  if (input.dataset['shrink'] !== undefined) void shrinkChosen(input);
  const place = input.closest<HTMLElement>('[data-papers]');
  if (place) void addPaper(place, input);
});
