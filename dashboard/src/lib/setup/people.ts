/**
 * A pasted list or a file of people, one a line: address; role; for whom. What is wrong with a line is said beside it, and
 * nothing is sent before a person has looked. Whether the accounts can be made is the server's word. Pure.
 */
import { parse } from 'csv-parse/browser/esm/sync';
import type { Picture } from '#domain/picture.ts';
import type { InstallationWire, InviteeWire } from '#wire/installation.ts';
import { EMPTY_SCOPE, type PeopleRole } from '#lib/admin/access.ts';
import type { Seat } from './steps.ts';

export type PersonFault =
  'email' | 'role' | 'for-missing' | 'for-unknown' | 'for-ambiguous' | 'twice' | 'server';

export interface PersonRow {
  /** Of the list, counts from 1. */
  line: number;
  email: string;
  role: string;
  whom: string;
  /** Null when something is wrong, or when the address is still to be filled in. */
  invitee: InviteeWire | null;
  faults: PersonFault[];
}

export const MOST_PEOPLE = 200;

/** Both languages are understood, whatever the language of the page. */
const ROLE_WORDS: Record<string, PeopleRole> = {
  beheerder: 'administrator',
  administrator: 'administrator',
  voorzitter: 'chair',
  'voorzitter roaz': 'chair',
  chair: 'chair',
  'roaz chair': 'chair',
  meldkamer: 'dispatcher',
  dispatcher: 'dispatcher',
  'dispatch room': 'dispatcher',
  ziekenhuis: 'hospital',
  hospital: 'hospital',
  meekijker: 'viewer',
  viewer: 'viewer',
};
const NATION = ['nederland', 'heel nederland', 'nation', 'the netherlands'];
const ADDRESS = /^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+$/;

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase();

/** Semicolon, tab or comma, whichever the first line has. */
function separatorOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? '';
  return [';', '\t', ','].find((one) => first.includes(one)) ?? ';';
}

export function peopleFrom(
  text: string,
  picture: Picture,
  rooms: InstallationWire['rooms'],
): PersonRow[] {
  const records: string[][] = parse(text, {
    bom: true,
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  const seen = new Set<string>();
  return records
    .map((cells, index) => ({ cells, line: index + 1 }))
    .filter(({ cells, line }) => cells.some((one) => one !== '') && !isHead(cells, line))
    .map(({ cells: [email = '', role = '', whom = ''], line }) => {
      const known = ROLE_WORDS[plain(role)];
      const faults: PersonFault[] = [];
      const address = email.toLowerCase();
      if (email !== '' && !ADDRESS.test(email)) faults.push('email');
      if (email !== '' && seen.has(address)) faults.push('twice');
      seen.add(address);
      if (known === undefined) faults.push('role');
      const scope = known === undefined ? EMPTY_SCOPE : scopeOf(known, whom, picture, rooms);
      if (typeof scope === 'string') faults.push(scope);
      const sound = faults.length === 0 && email !== '' && known !== undefined;
      const invitee =
        sound && typeof scope !== 'string' ? { email: address, role: known, scope } : null;
      return { line, email, role, whom, invitee, faults };
    });
}

/** The first line names the columns when nothing in it can be an address or a role. */
const isHead = (cells: readonly string[], line: number) =>
  line === 1 &&
  !cells.some((cell) => cell.includes('@')) &&
  ROLE_WORDS[plain(cells[1] ?? '')] === undefined;

function scopeOf(
  role: PeopleRole,
  whom: string,
  picture: Picture,
  rooms: InstallationWire['rooms'],
): InviteeWire['scope'] | PersonFault {
  if (role === 'administrator' || role === 'viewer') return EMPTY_SCOPE;
  if (role === 'chair' && NATION.includes(plain(whom)))
    return { ...EMPTY_SCOPE, regions: 'nation' };
  const names = whom.split('+').map(plain).filter(Boolean);
  if (names.length === 0) return 'for-missing';
  const choices: Named[] =
    role === 'chair'
      ? Object.values(picture.regions)
      : role === 'dispatcher'
        ? [...rooms]
        : Object.values(picture.facilities).filter((one) => one.units.length > 0);
  const ids: string[] = [];
  for (const name of names) {
    const found = choices.filter((one) => isNamed(one, name));
    if (found.length > 1) return 'for-ambiguous';
    if (found[0] === undefined) return 'for-unknown';
    ids.push(found[0].id);
  }
  if (role === 'chair') return { ...EMPTY_SCOPE, regions: ids };
  if (role === 'hospital') return { ...EMPTY_SCOPE, facilities: ids };
  const [room, ...others] = ids;
  return room === undefined || others.length > 0 ? 'for-ambiguous' : { ...EMPTY_SCOPE, room };
}

interface Named {
  id: string;
  name: string;
  shortName?: string;
}
const isNamed = ({ id, name, shortName }: Named, asked: string) =>
  [id, name, shortName ?? ''].some((one) => plain(one) === asked);

/** Lines for the seats that nobody has, with the address left to fill in. */
export function linesFor(seats: readonly Seat[], roleName: (role: Seat['role']) => string): string {
  return seats
    .filter((seat) => seat.taken === 'no')
    .map((seat) => `;${roleName(seat.role)};${seat.name}`)
    .join('\n');
}

/** What the server found wrong, put on the rows that were sent: `people.3.email` is of the fourth of them. */
export function withServerFaults(
  rows: readonly PersonRow[],
  errors: readonly { path: string }[],
): PersonRow[] {
  const sent = rows.filter((row) => row.invitee !== null);
  const wrong = new Map<PersonRow, PersonFault>();
  for (const { path } of errors) {
    const [, at = '', field] = /^people\.(\d+)\.(\w+)/.exec(path) ?? [];
    const row = sent[Number(at)];
    if (at !== '' && row !== undefined)
      wrong.set(row, field === 'email' ? 'server' : 'for-unknown');
  }
  return rows.map((row) => {
    const fault = wrong.get(row);
    return fault === undefined ? row : { ...row, invitee: null, faults: [...row.faults, fault] };
  });
}
