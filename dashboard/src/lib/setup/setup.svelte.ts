/** What the set-up's pages read: installation, accounts and keys, asked anew after each change; the picture is live. */
import type { InstallationWire } from '#wire/installation.ts';
import type { Account, ApiKey } from '#lib/admin/access.ts';
import { api } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import { sentenceOf } from '#lib/words/problem.ts';
import { words } from '#lib/words/words.svelte.ts';
import { setupSteps, type SetupFacts } from './steps.ts';

export class SetupDesk {
  accounts = $state.raw<Account[]>([]);
  keys = $state.raw<ApiKey[]>([]);
  rooms = $state.raw<InstallationWire['rooms']>([]);
  loaded = $state(false);
  refused = $state('');

  /** Null until everything has been read. */
  facts = $derived<SetupFacts | null>(
    live.picture === null || !this.loaded
      ? null
      : {
          picture: live.picture,
          rooms: this.rooms,
          accounts: this.accounts,
          keys: this.keys,
          now: live.now,
        },
  );
  steps = $derived(this.facts === null ? [] : setupSteps(this.facts));

  async load(): Promise<void> {
    const [installation, accounts, keys] = await Promise.all([
      api.get<InstallationWire>('/installation'),
      api.get<Account[]>('/accounts'),
      api.get<ApiKey[]>('/keys'),
    ]);
    for (const answer of [installation, accounts, keys])
      if (!answer.ok) {
        this.refused = sentenceOf(answer.problem, words.t);
        return;
      }
    this.refused = '';
    if (installation.ok) this.rooms = installation.data.rooms;
    if (accounts.ok) this.accounts = accounts.data;
    if (keys.ok) this.keys = keys.data;
    this.loaded = true;
  }
}
