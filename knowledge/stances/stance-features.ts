/** What a message is compared by to hear what it is for: the features of a complaint, and once more those of its beginning and end. */
import {
  type ComplaintFeatures,
  type FeatureTools,
  complaintFeatureReader,
} from '../complaints/features.ts';
import { piecesOf } from '../text/sentences.ts';

/** Features with the bucket that each falls into: with a quarter of so many, those of one bucket cost 2 in 100 messages. */
export type StanceFeatures = readonly (readonly [bucket: number, weight: number])[];

export const BUCKETS = 2 ** 17;

/** People say at the end what they want, and often how they begin tells as much: so much of each (characters), at this share. */
const END = { characters: 14, share: 0.6, mark: hashOf('e:') };
const BEGINNING = { characters: 10, share: 0.4, mark: hashOf('b:') };

export interface StanceReading {
  /** Reads a normalised text as a complaint is read. */
  readonly read: (text: string) => ComplaintFeatures;
  /** The same without its cues, which are heard in the whole. */
  readonly readPart: (text: string) => ComplaintFeatures;
}

/** How a stance is heard and learned: both have to read alike. */
export function stanceReading(tools: FeatureTools): StanceReading {
  return {
    read: complaintFeatureReader(tools),
    readPart: complaintFeatureReader({ ...tools, cues: [] }),
  };
}

/** Reads a normalised text. */
export function stanceFeatureReader({
  read,
  readPart,
}: StanceReading): (text: string) => StanceFeatures {
  const ofPart = (part: string, { share, mark }: { share: number; mark: number }): StanceFeatures =>
    readPart(part).map(([feature, weight]) => [bucketOf(feature, mark), weight * share]);
  return (text) => {
    const last = Array.from(piecesOf(text).at(-1) ?? text);
    return [
      ...read(text).map(([feature, weight]) => [bucketOf(feature), weight] as const),
      ...ofPart(last.slice(-END.characters).join(''), END),
      ...ofPart(Array.from(text).slice(0, BEGINNING.characters).join(''), BEGINNING),
    ];
  };
}

/** The bucket of a feature, or of the same behind a mark whose hash is given. */
function bucketOf(feature: string, mark?: number): number {
  const hash = hashOf(feature, mark);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}

/** FNV-1a over the code units, going on from another hash. */
function hashOf(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
