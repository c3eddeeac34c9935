import { computed, ref, type ComputedRef } from 'vue';

const here = ref(location.pathname + location.search);
addEventListener('popstate', () => {
  here.value = location.pathname + location.search;
});

/** The address below the page's own: `/supervision/tickets/1` is `['tickets', '1']`. */
export const steps: ComputedRef<readonly string[]> = computed(() =>
  (here.value.split('?')[0] ?? '').split('/').filter(Boolean).slice(1).map(decodeURIComponent),
);

export const params: ComputedRef<URLSearchParams> = computed(
  () => new URLSearchParams(here.value.split('?')[1] ?? ''),
);

/** Goes to an address of this page without loading it again. */
export function goTo(path: string, replace = false): void {
  if (path === here.value) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  const samePlace = path.split('?')[0] === here.value.split('?')[0];
  here.value = path;
  if (!samePlace) scrollTo(0, 0);
}

/** For links: lets new tabs and other pages be what they are. */
export function follow(event: MouseEvent, path: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  goTo(path);
}
