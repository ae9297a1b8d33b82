/** What a command goes through, for whoever keeps figures, a log and traces of it. Nothing of what it says is told. */
import type { AppendResult } from '../../db/ledger.ts';

/** What became of a command. */
export type CommandEnd = 'written' | 'repeated' | 'refused' | 'busy' | 'failed';

/** The stages of a command. Whoever is told must not throw. */
export interface Stages {
  /** A command came in; the returned function is called once with what became of it. */
  received(): (end: CommandEnd, code: string | null) => void;
  /** Deciding, once a try. */
  decide<T>(work: () => T | Promise<T>): Promise<T>;
  /** Handing over to the ledger, until it is durable or refused. */
  append(work: () => Promise<AppendResult>): Promise<AppendResult>;
}

export const NO_STAGES: Stages = {
  received: () => () => undefined,
  decide: async (work) => work(),
  append: (work) => work(),
};
