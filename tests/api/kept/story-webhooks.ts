/** Webhooks: made, told something, paused, and what could not be delivered. The messages leave the story by nobody. */
import type { Story } from './story.ts';

const SHOWN_SECRET = 'whsec_Y2Ugbidlc3QgcGFzIHVuIHNlY3JldCBkdSB0b3V0IQ==';

type Progress = { seq: number; behind: number };
/** How far it has come hangs on how quick the reader of the ledger was: shown is one that keeps up. */
const keptUp = <T extends Progress>(one: T): T => ({
  ...one,
  seq: one.seq + one.behind,
  behind: 0,
});

export async function othersAreTold(story: Story): Promise<void> {
  const { h } = story;
  h.clock.now += 60_000;
  const owner = { kind: 'key', id: await keyOf(story) };
  const wanted = {
    name: 'Capaciteitsportaal',
    url: 'https://portaal.example/spoedkaart',
    types: ['unit-observed', 'stop-started', 'stop-ended'],
    regions: ['west'],
  };
  const made = await story.ask<{ id: string; secret: string }>(
    'administrator',
    'post /api/v1/webhooks',
    { body: { ...wanted, owner }, show: keptUp },
  );
  story.mask(made.secret, SHOWN_SECRET);
  const params = { webhook: made.id };
  const anew = await story.ask<{ secret: string }>(
    'administrator',
    'post /api/v1/webhooks/{webhook}/secret',
    { params, body: {}, show: keptUp },
  );
  story.mask(anew.secret, SHOWN_SECRET);
  await story.ask('administrator', 'put /api/v1/webhooks/{webhook}', {
    params,
    body: { ...wanted, regions: null },
    show: keptUp,
  });
  await story.ask('administrator', 'post /api/v1/webhooks/{webhook}/test', { params, body: {} });
  await lettersComeBack(story, made.id);
  await story.ask('administrator', 'get /api/v1/webhooks/{webhook}/dead-letters', { params });
  const letter = { ...params, letter: 'letter-1' };
  await story.ask(
    'administrator',
    'post /api/v1/webhooks/{webhook}/dead-letters/{letter}/sending',
    { params: letter, body: {} },
  );
  await story.ask('administrator', 'delete /api/v1/webhooks/{webhook}/dead-letters/{letter}', {
    params: { ...params, letter: 'letter-2' },
  });
  await story.ask('administrator', 'put /api/v1/webhooks/{webhook}/state', {
    params,
    body: { state: 'paused' },
    show: keptUp,
  });
  await story.ask('administrator', 'get /api/v1/webhooks', {
    query: { limit: '10' },
    show: (all: Progress[]) => all.map(keptUp),
  });
  await story.ask('administrator', 'get /api/v1/webhooks/{webhook}', { params, show: keptUp });
  await story.ask('administrator', 'delete /api/v1/webhooks/{webhook}', { params });
}

async function keyOf({ h }: Story): Promise<string> {
  const reply = await h.send('keyHospital', 'GET', '/api/v1/me');
  return (reply.body as { id: string }).id;
}

/** Two messages that were given up, about the first figure of the story. */
async function lettersComeBack(story: Story, webhook: string): Promise<void> {
  const { webhooks, ledger } = story.h.stores;
  const kept = await webhooks?.find(webhook);
  const [entry] = await ledger.read({ kinds: ['unit-observed'], limit: 1 });
  if (kept === undefined || kept === null || entry === undefined) throw new Error('no webhook');
  for (const id of ['letter-1', 'letter-2'])
    await webhooks?.saveProgress([
      {
        id: webhook,
        progress: kept.progress,
        letter: {
          ...{ id, webhook, seq: entry.seq, type: 'unit-observed', entryAt: entry.at },
          ...{ attempts: 14, firstAt: story.at(-2), lastAt: story.at(-1) },
          ...{ lastStatus: 503, lastError: 'STATUS' },
        },
      },
    ]);
}
