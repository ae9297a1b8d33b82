/** What a simulated hospital has to tell at one time. */
import type { UnitKind } from '../../../server/domain/words.ts';
import type { Action, ObservationBody } from '../actions.ts';

export type Observe = Extract<Action, { kind: 'observe' }>;

export interface Told {
  unit: UnitKind;
  body: ObservationBody;
}

/** Newest of the moments that the figures are of, ISO. */
export const momentOf = (told: readonly Told[]): string =>
  told.reduce((newest, { body }) => (body.observedAt > newest ? body.observedAt : newest), '');
