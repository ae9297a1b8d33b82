/** Who comes in: sign-in, accounts, keys, invitations, screens, and what the installation is set up for. */
import { profileOf } from '#domain/identifiers/identifiers.ts';
import { PASSWORD, request, type Harness } from '../harness.ts';
import { Screen, SETUP } from '../../walls/hands.ts';
import type { Story } from './story.ts';

const LINK = 'V7f0cKq3Y2b9mH1tR8wXz5sLd4nP6gJa';
const EMAIL = 'dienst@ziekenhuis.example';

export async function peopleCome(story: Story): Promise<void> {
  const { h } = story;
  const token = await h.app.access.firstAdministrator.invite();
  if (token === null) throw new Error('there is somebody already');
  story.mask(token, LINK);
  await story.ask(null, 'post /api/v1/first-admin', {
    body: { token, email: 'beheer@ziekenhuis.example', password: PASSWORD },
  });
  const made = await story.ask<{ id: string }>('administrator', 'post /api/v1/accounts', {
    body: {
      email: EMAIL,
      password: PASSWORD,
      role: 'hospital',
      scope: { facilities: ['lumc-leiden'] },
    },
  });
  await story.ask(null, 'get /api/auth/sign-in/ways');
  const origin = { origin: 'http://localhost:8080' };
  const body = { email: EMAIL, password: PASSWORD };
  await story.ask(null, 'post /api/auth/sign-in/email', { body, headers: origin });
  const signedIn = await request(h.app, 'POST', '/api/auth/sign-in/email', body, origin);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  await story.ask(null, 'post /api/auth/change-password', {
    body: { currentPassword: PASSWORD, newPassword: 'another long one' },
    headers: { ...origin, cookie },
  });
  // Sessions end by the machine's clock.
  const show = (rows: object[]) => rows.map((row) => ({ ...row, expiresAt: story.at(24 * 60) }));
  await story.ask('hospital', 'get /api/v1/sessions', { show });
  const { internalAdapter } = await h.app.access.auth.$context;
  const me = await story.ask<{ id: string }>('hospital', 'get /api/v1/me');
  await story.ask('hospital', 'delete /api/v1/sessions/{session}', {
    params: { session: (await internalAdapter.createSession(me.id)).id },
  });
  await story.ask('hospital', 'delete /api/v1/sessions');
  await story.ask('administrator', 'get /api/v1/accounts/{account}/sessions', {
    params: { account: made.id },
    show,
  });
  const another = await internalAdapter.createSession(made.id);
  await story.ask('administrator', 'delete /api/v1/accounts/{account}/sessions/{session}', {
    params: { account: made.id, session: another.id },
  });
  await story.ask(null, 'post /api/auth/sign-out', { headers: { ...origin, cookie } });
  await story.ask('administrator', 'delete /api/v1/accounts/{account}/sessions', {
    params: { account: made.id },
  });
  await story.ask('administrator', 'delete /api/v1/accounts/{account}/second-factor', {
    params: { account: made.id },
  });
  await story.ask('hospital', 'get /api/v1/me');
  await story.ask('administrator', 'put /api/v1/accounts/{account}', {
    params: { account: made.id },
    body: { role: 'viewer', active: true },
  });

  const invited = await story.ask<{ invitations: { token: string; account: string }[] }>(
    'administrator',
    'post /api/v1/invitations',
    { body: { people: [{ email: 'meldkamer@veiligheidsregio.example', role: 'viewer' }] } },
  );
  const [first] = invited.invitations;
  story.mask(first?.token ?? '', LINK);
  const again = await story.ask<{ token: string }>(
    'administrator',
    'post /api/v1/accounts/{account}/invitation',
    { params: { account: first?.account ?? '' }, body: {} },
  );
  story.mask(again.token, LINK);
  await story.ask(null, 'post /api/v1/invitation', {
    body: { token: again.token, password: PASSWORD },
  });
  await story.ask('administrator', 'get /api/v1/accounts', { query: { limit: '2' } });
  await story.ask('administrator', 'delete /api/v1/accounts/{account}', {
    params: { account: made.id },
  });
}

export async function keysAreIssued(story: Story): Promise<void> {
  const { id, key } = await story.ask<{ id: string; key: string }>(
    'administrator',
    'post /api/v1/keys',
    {
      body: {
        name: 'EPD van het LUMC',
        scope: { actions: ['unit.write', 'stop.write'], facilities: ['lumc-leiden'] },
        expiresAt: story.at(365 * 24 * 60),
      },
      // A key that is issued under one can be said again: it is the same in each story.
      headers: { 'idempotency-key': 'story' },
    },
  );
  story.mask(key, 'spk_0Jm3vQ8yT1bXc6ZrW4nKd7Lh2PgS9fUaE5oRi0YtM3k');
  const rotated = await story.ask<{ key: string }>(
    'administrator',
    'post /api/v1/keys/{key}/rotation',
    {
      params: { key: id },
      body: { overlapHours: 72 },
      headers: { 'idempotency-key': 'story' },
    },
  );
  story.mask(rotated.key, 'spk_p4Fd9WmT2sJx0cVhR7kQa6yNzL3ubE1gO8iY5rMC-eM');
  await story.ask('administrator', 'get /api/v1/keys', { query: { limit: '2' } });
  await story.ask('administrator', 'delete /api/v1/keys/{key}/rotation', { params: { key: id } });
  await story.ask('administrator', 'delete /api/v1/keys/{key}', { params: { key: id } });
}

export async function screensAreSignedIn(story: Story): Promise<void> {
  const { h } = story;
  const screen = new Screen(h);
  await screen.ask();
  const asked = await story.ask<{ code: string }>(null, 'post /api/v1/wall-pairing', {
    body: {},
    headers: { cookie: screen.cookie },
  });
  story.mask(asked.code, 'K7QM4TXP');
  await story.ask(null, 'get /api/v1/wall-pairing', { headers: { cookie: screen.cookie } });
  const wall = await story.ask<{ id: string }>('chairWest', 'post /api/v1/walls', {
    body: { code: asked.code, name: 'Hal', setup: SETUP },
  });
  await story.ask('chairWest', 'get /api/v1/walls');
  await story.ask('chairWest', 'put /api/v1/walls/{wall}', {
    params: { wall: wall.id },
    body: { name: 'Hal, boven de balie', setup: SETUP },
  });
  await story.ask('chairWest', 'delete /api/v1/walls/{wall}', { params: { wall: wall.id } });
}

export async function installationIsSetUp(story: Story): Promise<void> {
  await story.ask('administrator', 'put /api/v1/installation', { body: { homeRegions: ['west'] } });
  await story.ask('administrator', 'get /api/v1/installation');
  const params = { facility: 'haga-leyweg' };
  await story.ask('administrator', 'get /api/v1/facilities/{facility}/provenance', { params });
  await story.ask('administrator', 'put /api/v1/facilities/{facility}/profile', {
    params,
    body: profile(story.h, params.facility),
  });
}

/** As it stands: confirming it changes nothing else. */
function profile(h: Harness, id: string) {
  const facility = h.app.live.picture.facilities[id];
  if (facility === undefined) throw new Error(`no ${id}`);
  const { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours } =
    profileOf(facility);
  return { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours };
}
