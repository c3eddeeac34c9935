import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type District, type Town } from '../../../knowledge/model.ts';
import { normalise } from '../../../knowledge/text/normalise.ts';
import { createPlaceReader } from '../../../knowledge/text/places.ts';

interface PlaceCase {
  readonly text: string;
  readonly places: readonly {
    readonly district?: string;
    readonly town?: string;
    readonly outside?: string;
    readonly choices?: readonly string[];
  }[];
}

const words = (name: string): string[] =>
  Object.values(
    parse(readFileSync(`knowledge/content/words/${name}.yaml`, 'utf8')) as Record<string, string[]>,
  ).flat();

const { districts, towns, cases } = parse(readFileSync('test/cases/places.yaml', 'utf8')) as {
  districts: District[];
  towns: Town[];
  cases: PlaceCase[];
};

describe('the reader of places', () => {
  const read = createPlaceReader({
    districts,
    towns,
    otherPlaces: words('other-places'),
    weakNames: words('place-words'),
  });

  for (const { text, places } of cases) {
    it(`understands ${text}`, () => {
      const found = read(normalise(text)).map(({ district, town, outside, choices }) => ({
        ...(district !== null && { district }),
        ...(town !== null && { town }),
        ...(outside !== null && { outside }),
        ...(choices.length > 0 && { choices }),
      }));
      expect(found).to.deep.equal(places);
    });
  }

  it('says where in the text a place stands', () => {
    const text = '俺是莱州柞村的';
    const [place] = read(text);
    expect(text.slice(place?.start, (place?.start ?? 0) + (place?.text.length ?? 0))).to.equal(
      '莱州柞村',
    );
  });

  it('reads any text, however long, without falling over', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (raw) => void read(normalise(raw)),
      ),
    );
    expect(read('芝罘区'.repeat(40_000)).length).to.be.at.most(1000);
  });
});
