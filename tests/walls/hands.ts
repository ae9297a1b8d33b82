/** The hands at both ends of a pairing: the screen's browser, which keeps a cookie, and the chair's. */
import {
  cookieOf,
  problemOf,
  request,
  type Harness,
  type Reply,
  type Who,
} from '../api/harness.ts';

export const SETUP = {
  regions: ['west'],
  pages: ['region', 'nation', 'incoming'],
  secondsPerPage: 20,
  skipQuiet: false,
};

export class Screen {
  readonly #h: Harness;
  cookie = '';
  code = '';

  constructor(h: Harness) {
    this.#h = h;
  }

  send(method: string, path: string, body?: unknown): Promise<Reply> {
    return request(
      this.#h.app,
      method,
      path,
      body,
      this.cookie === '' ? {} : { cookie: this.cookie },
    );
  }

  /** Asks for a code and keeps the cookie that comes with it. */
  async ask(): Promise<Reply> {
    const reply = await this.send('POST', '/api/v1/wall-pairing', {});
    if (reply.status === 201) {
      this.cookie = cookieOf(reply) || this.cookie;
      this.code = (reply.body as { code: string }).code;
    }
    return reply;
  }

  async state(): Promise<string> {
    return ((await this.send('GET', '/api/v1/wall-pairing')).body as { state: string }).state;
  }

  me(): Promise<Reply> {
    return this.send('GET', '/api/v1/me');
  }
}

export function enter(
  h: Harness,
  code: string,
  who: Who = 'chairWest',
  over: Partial<typeof SETUP> = {},
): Promise<Reply> {
  const body = { code, name: 'Meldkamer, linkermuur', setup: { ...SETUP, ...over } };
  return h.send(who, 'POST', '/api/v1/walls', body);
}

/** A screen that is signed in, by the chair of West unless said otherwise. */
export async function aPairedScreen(
  h: Harness,
  who: Who = 'chairWest',
  over: Partial<typeof SETUP> = {},
): Promise<{ screen: Screen; id: string }> {
  const screen = new Screen(h);
  await screen.ask();
  const made = await enter(h, screen.code, who, over);
  if (made.status !== 201) throw new Error(`not paired: ${problemOf(made).code}`);
  return { screen, id: (made.body as { id: string }).id };
}
