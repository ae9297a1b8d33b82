/** Who saw a case, as it is asked for and read. Pure. */
import type { GlassState, Picture } from '#domain/picture.ts';
import { ms } from '#domain/clock.ts';
import type { LookWire } from '#wire/accountability.ts';
import { dayStart } from '#lib/decisions/log.ts';
import type { Words } from '#lib/words/nl/index.ts';

/** `GET /access-log`. */
export interface LooksPage {
  looks: LookWire[];
  next: string | null;
}

/** As chosen on the page; empty is no filter. Days as `2026-11-18`. */
export interface LooksFilter {
  /** Id, or the number of the radio. */
  case: string;
  from: string;
  to: string;
  /** Numbers of lines, with commas. */
  lines: string;
}

export const NO_LOOKS_FILTER: LooksFilter = { case: '', from: '', to: '', lines: '' };
const LOOKS_A_PAGE = 50;

export function looksFilterFrom(params: Pick<URLSearchParams, 'get'>): LooksFilter {
  const of = (name: keyof LooksFilter) => params.get(name) ?? '';
  return { case: of('case'), from: of('from'), to: of('to'), lines: of('lines') };
}

export function looksAddress(filter: LooksFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  const query = new URLSearchParams(given).toString();
  return query === '' ? '/access' : `/access?${query}`;
}

/** The page that holds all on a case, for paper. */
export const heldAddress = (id: string) => `/access/${encodeURIComponent(id)}`;

/** The id of a case that is named by id or number; what is unknown here is asked for as it stands. */
export function caseIdOf(picture: Picture | null, named: string): string {
  const wanted = named.trim();
  if (!/^\d{1,9}$/.test(wanted)) return wanted;
  const found = Object.values(picture?.cases ?? {}).find((one) => one.number === Number(wanted));
  return found?.id ?? wanted;
}

/** Query of the access log; `to` is the whole last day. */
export function looksQuery(
  filter: LooksFilter,
  picture: Picture | null,
  cursor: string | null = null,
): string {
  const query = new URLSearchParams();
  if (filter.case.trim() !== '') query.set('case', caseIdOf(picture, filter.case));
  if (filter.lines !== '') query.set('lines', filter.lines);
  const from = dayStart(filter.from);
  const to = dayStart(filter.to, 1);
  if (from !== null) query.set('from', from);
  if (to !== null) query.set('to', to);
  query.set('limit', String(LOOKS_A_PAGE));
  if (cursor !== null) query.set('cursor', cursor);
  return query.toString();
}

type Who = Pick<LookWire['by'], 'role' | 'organisation'>;

/** Role and organisation; never a name. */
export function whoIs({ role, organisation }: Who, picture: Picture | null, words: Words): string {
  const known = Object.entries(words.shell.role).find(([name]) => name === role);
  const asWhat = known?.[1] ?? words.access.system;
  if (organisation === null) return asWhat;
  const name =
    picture?.facilities[organisation]?.shortName ??
    picture?.regions[organisation]?.name ??
    organisation;
  return `${asWhat} ${name}`;
}

/** "14" where the number is known here, the beginning of the id otherwise. */
export function caseName(id: string, picture: Picture | null): string {
  const one = picture?.cases[id];
  return one === undefined ? id.slice(0, 8) : String(one.number);
}

export interface Open {
  case: string;
  number: number;
  glass: GlassState;
}

/** Cases that stand open by a broken glass now, the one that ends last first. */
export function openNow(picture: Picture | null, now: number): Open[] {
  return Object.values(picture?.cases ?? {})
    .flatMap(({ id, number, opened }) =>
      (opened ?? [])
        .filter(({ until }) => ms(until) > now)
        .map((glass) => ({ case: id, number, glass })),
    )
    .sort((a, b) => ms(b.glass.until) - ms(a.glass.until));
}
