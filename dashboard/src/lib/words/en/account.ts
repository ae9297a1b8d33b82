/** English words of one's own account: where one is signed in. */
import type { Words } from '../nl/index.ts';

export const account: Words['account'] = {
  title: 'My account',
  provided: (name: string) =>
    `This account comes from ${name}. Your role and your password are kept there, not here.`,
  sessions: {
    title: 'Where you are signed in',
    titleOf: (email) => `Where ${email} is signed in`,
    lead: 'End a session that you do not know. What is open there closes at once.',
    browsers: {
      edge: 'Edge',
      firefox: 'Firefox',
      chrome: 'Chrome',
      safari: 'Safari',
      other: 'Another browser',
    },
    systems: {
      android: 'Android',
      ios: 'iPhone or iPad',
      windows: 'Windows',
      mac: 'Mac',
      linux: 'Linux',
      other: 'an unknown device',
    },
    browser: (browser, system) => `${browser} on ${system}`,
    own: 'this one',
    now: 'in use now',
    begun: (date, clock) => `begun ${date} ${clock}`,
    used: (date, clock) => `last used ${date} ${clock}`,
    end: 'End',
    endOthers: 'End all others',
    endAll: 'End all',
    ended: (count) => (count === 1 ? '1 session has ended.' : `${count} sessions have ended.`),
    none: 'There is no open session.',
    show: 'Sessions',
    close: 'Close',
  },
};
