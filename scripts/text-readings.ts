/**
 * `npm run text:readings`: writes how each common character is read, so that a start needs no pronunciation library.
 * One reading a line: `di1 低滴…`.
 */
import { writeFileSync } from 'node:fs';
import { pinyin } from 'pinyin-pro';
import { readCommandLine } from './command-line.ts';

readCommandLine({ usage: 'npm run text:readings' });

/** The characters of GB 2312, levels one and two: rows 16 to 87 of its table. */
function commonCharacters(): string[] {
  const decoder = new TextDecoder('gb2312');
  const bytes: number[] = [];
  for (let row = 0xb0; row <= 0xf7; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) bytes.push(row, cell);
  }
  return Array.from(decoder.decode(Uint8Array.from(bytes))).filter((character) =>
    /^\p{Script=Han}$/u.test(character),
  );
}

const byReading = new Map<string, string>();
for (const character of commonCharacters()) {
  const reading = pinyin(character, { toneType: 'num', type: 'array' })[0] ?? character;
  const plain = reading.replace('ü', 'v');
  byReading.set(plain, (byReading.get(plain) ?? '') + character);
}
const lines = [...byReading]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([reading, characters]) => `${reading} ${characters}`);
const file = new URL('../knowledge/content/understanding/readings.txt', import.meta.url);
writeFileSync(file, `${lines.join('\n')}\n`);
console.log(`${byReading.size} readings`);
