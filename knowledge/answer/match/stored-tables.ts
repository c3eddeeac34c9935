/** The tables of the matcher as values that can be packed. */
import { type Numbers, type Packed } from '../../kept/packed.ts';
import { type Likeness, type MatchTables, type Typical, type Weighed } from './tables.ts';
import { Vocabulary } from './vocabulary.ts';

interface Head {
  readonly keys: readonly string[];
  /** Size and rarest of each, in the order of the names below. */
  readonly likeness: readonly { readonly size: number; readonly rarest: number }[];
  readonly typical: readonly { readonly size: number }[];
}

const LIKENESS = ['phrases', 'characters', 'bodies'] as const;
const TYPICAL = ['entry', 'body', 'programme', 'aspect', 'outcome'] as const;

export function packedTables(tables: MatchTables): Packed {
  const head: Head = {
    keys: tables.vocabulary.keys(tables.features),
    likeness: LIKENESS.map((name) => ({ size: tables[name].size, rarest: tables[name].rarest })),
    typical: TYPICAL.map((name) => ({ size: tables[name].size })),
  };
  const arrays: Numbers[] = [
    ...[tables.entryOf, tables.groups.sizes, tables.groups.tops],
    ...[tables.phrases.weights, tables.bodies.weights],
    ...LIKENESS.flatMap((name): Numbers[] => {
      const { starts, rows, values, rarity } = tables[name];
      return [starts, rows, values, rarity];
    }),
    ...TYPICAL.flatMap((name): Numbers[] => {
      const { starts, rows, values } = tables[name];
      return [starts, rows, values];
    }),
  ];
  return { head, arrays };
}

export function unpackedTables({ head, arrays }: Packed): MatchTables {
  const { keys, likeness, typical } = head as Head;
  let at = 0;
  const next = (): Numbers | undefined => {
    at += 1;
    return arrays[at - 1];
  };
  const entryOf = next() as Uint32Array;
  const groups = { sizes: next() as Uint16Array, tops: next() as Uint16Array };
  const weights = [next() as Uint16Array, next() as Uint16Array] as const;
  const weighed = (): Weighed => ({
    starts: next() as Uint32Array,
    rows: next() as Uint32Array,
    values: next() as Float32Array,
  });
  const alike = likeness.map((own): Likeness => ({
    ...weighed(),
    rarity: next() as Float64Array,
    ...own,
  }));
  const common = typical.map((own): Typical => ({ ...weighed(), ...own }));
  const [phrases, characters, bodies] = alike as [Likeness, Likeness, Likeness];
  const [entry, body, programme, aspect, outcome] = common as [
    Typical,
    Typical,
    Typical,
    Typical,
    Typical,
  ];
  return {
    ...{ vocabulary: new Vocabulary(keys), features: keys.length, entryOf, groups, characters },
    phrases: { ...phrases, weights: weights[0] },
    bodies: { ...bodies, weights: weights[1] },
    ...{ entry, body, programme, aspect, outcome },
  };
}
