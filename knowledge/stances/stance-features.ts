/** What a message is compared by to hear what it is for: the features of a complaint, and once more those of its end. */
import { type ComplaintFeatures } from '../complaints/features.ts';
import { piecesOf } from '../text/sentences.ts';

/** Features with the bucket that each falls into: two of one bucket are rare, and harm nothing. */
export type StanceFeatures = readonly (readonly [bucket: number, weight: number])[];

export const BUCKETS = 2 ** 15;

/** People say at the end what they want: so much of it (characters), at this share. */
const END_CHARACTERS = 14;
const END_SHARE = 0.6;

export interface StanceReading {
  /** Reads a normalised text as a complaint is read. */
  readonly read: (text: string) => ComplaintFeatures;
  /** The same without its cues, which are heard in the whole. */
  readonly readEnd: (text: string) => ComplaintFeatures;
}

/** Reads a normalised text. */
export function stanceFeatureReader({
  read,
  readEnd,
}: StanceReading): (text: string) => StanceFeatures {
  return (text) => {
    const last = piecesOf(text).at(-1) ?? text;
    const end = Array.from(last).slice(-END_CHARACTERS).join('');
    return [
      ...read(text).map(([feature, weight]) => [bucketOf(feature), weight] as const),
      ...readEnd(end).map(
        ([feature, weight]) => [bucketOf(`e:${feature}`), weight * END_SHARE] as const,
      ),
    ];
  };
}

/** FNV-1a over the code units. */
function bucketOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at += 1)
    hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}
