import { ref } from 'vue';
import { say } from '../staff/format.ts';
import words from './words.json';

/** The time that waiting and talking times are counted against; one clock for the whole page. */
export const now = ref(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 1000);

/** How long since, as people say it: 40秒, 3分20秒, 1小时5分. Empty for no time. */
export function since(at: string | null): string {
  return at === null || at === '' ? '' : span((now.value - Date.parse(at)) / 1000);
}

/** A length in seconds as people say it. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (h > 0) return say(words.time.hours, { h, m });
  return m > 0 ? say(words.time.minutes, { m, s }) : say(words.time.seconds, { s });
}
