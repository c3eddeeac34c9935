import { expect } from 'chai';
import fc from 'fast-check';
import { remembering, rememberingTexts } from '../../knowledge/remembering.ts';

describe('What is remembered', () => {
  it('is what would be made again, and the newest keys are not made again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }).map(String)),
        fc.integer({ min: 1, max: 6 }),
        (keys, most) => {
          let made = 0;
          const remembered = remembering<string | null>(most);
          keys.forEach((key, at) => {
            const before = made;
            // Half of what is made is nothing, and that is remembered as well.
            const value = remembered(key, () => {
              made += 1;
              return Number(key) % 2 === 0 ? null : `made of ${key}`;
            });
            expect(value).to.equal(Number(key) % 2 === 0 ? null : `made of ${key}`);
            const newest = new Set<string>();
            for (const one of keys.slice(0, at).reverse()) {
              if (newest.size === most) break;
              newest.add(one);
            }
            if (newest.has(key)) expect(made).to.equal(before);
          });
        },
      ),
    );
  });

  it('is never more than twice as many as was said', () => {
    const most = 5;
    const remembered = remembering<string>(most);
    const keys = Array.from({ length: 40 }, (_, at) => String(at));
    for (const key of keys) remembered(key, () => key);
    const newestFirst = [...keys].reverse();
    const kept = newestFirst.filter((key) => remembered(key, () => 'made anew') === key);
    expect(kept).to.have.length.within(most, 2 * most);
  });

  it('is read once, and anew where it is too long to come again', () => {
    const read: string[] = [];
    const reading = rememberingTexts(10, (text) => read.push(text));
    const long = '长'.repeat(201);
    for (const text of ['短', '短', long, long]) reading(text);
    expect(read).to.deep.equal(['短', long, long]);
  });
});
