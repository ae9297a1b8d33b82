/** Whom a resource speaks for: its identifiers, those of what it refers to inside the same message, or our own id. */
import { OWN, type Identifier } from '#domain/identifiers/identifiers.ts';
import type { FeedSubject } from '../core/item.ts';
import type { Coding } from './codes.ts';
import type { BundleIn, IdentifierIn, ReferenceIn } from './resources.ts';

interface Named {
  id?: string | undefined;
  resourceType?: string | undefined;
  identifier: IdentifierIn[];
  /** One up: a ward's site, a bed's ward. */
  partOf?: ReferenceIn | undefined;
  managingOrganization?: ReferenceIn | undefined;
  /** Codings of its `type`. */
  types: Coding[];
}

/** What the references of one message lead to: the entries of its bundle and the resources contained in one. */
export class Referred {
  readonly #known = new Map<string, Named>();

  constructor(bundle: BundleIn | null = null) {
    for (const { fullUrl, resource } of bundle?.entry ?? []) {
      const named = namedOf(resource);
      if (named === null) continue;
      if (fullUrl !== undefined) this.#known.set(fullUrl, named);
      if (named.id !== undefined) this.#known.set(`${named.resourceType}/${named.id}`, named);
    }
  }

  /** The same with the contained resources of one more. */
  with(contained: readonly unknown[]): Referred {
    const more = new Referred();
    for (const [name, named] of this.#known) more.#known.set(name, named);
    for (const one of contained) {
      const named = namedOf(one);
      if (named?.id !== undefined) more.#known.set(`#${named.id}`, named);
    }
    return more;
  }

  find(reference: string | undefined): Named | null {
    return reference === undefined ? null : (this.#known.get(reference) ?? null);
  }

  /** Identifiers that the reference leads to: its own, those of what it names here, of what that is part of, or our id. */
  identifiers(reference: ReferenceIn | undefined, depth = 0): Identifier[] {
    if (reference === undefined || depth > MOST_UPWARD) return [];
    const own = identifiersOf(reference.identifier === undefined ? [] : [reference.identifier]);
    const named = this.find(reference.reference);
    if (named !== null)
      return [
        ...own,
        ...identifiersOf(named.identifier),
        ...this.identifiers(named.partOf, depth + 1),
        ...this.identifiers(named.managingOrganization, depth + 1),
      ];
    const id = /(?:^|\/)(?:Location|Organization)\/([A-Za-z0-9.-]{1,64})$/.exec(
      reference.reference ?? '',
    )?.[1];
    return id === undefined ? own : [...own, { system: OWN, value: id }];
  }
}

/** Bed, room, ward, building, site and one to spare; a circle ends here. */
const MOST_UPWARD = 6;

export function identifiersOf(list: readonly IdentifierIn[]): Identifier[] {
  return list.flatMap(({ system, value }) =>
    system === undefined || value === undefined || value.trim() === '' ? [] : [{ system, value }],
  );
}

/** The first of the ways to say whom it is about that says anything. */
export function subjectOf(...ways: Identifier[][]): FeedSubject {
  return { identifiers: ways.find((one) => one.length > 0) ?? [], name: null };
}

function namedOf(resource: unknown): Named | null {
  if (typeof resource !== 'object' || resource === null) return null;
  const { id, resourceType, identifier, partOf, managingOrganization, type } = resource as Record<
    string,
    unknown
  >;
  const list = Array.isArray(identifier) ? (identifier as unknown[]) : [];
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof resourceType === 'string' ? { resourceType } : {}),
    identifier: list.filter(isIdentifier),
    types: codingsOf(type),
    ...(isReference(partOf) ? { partOf } : {}),
    ...(isReference(managingOrganization) ? { managingOrganization } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function codingsOf(type: unknown): Coding[] {
  const concepts = Array.isArray(type) ? (type as unknown[]) : [];
  return concepts
    .flatMap((one) => (isRecord(one) && Array.isArray(one.coding) ? (one.coding as unknown[]) : []))
    .filter((one): one is Coding => isRecord(one) && isText(one.system) && isText(one.code));
}

const isText = (value: unknown) => value === undefined || typeof value === 'string';

const isIdentifier = (value: unknown): value is IdentifierIn =>
  isRecord(value) && isText(value.system) && isText(value.value);

const isReference = (value: unknown): value is ReferenceIn =>
  isRecord(value) &&
  isText(value.reference) &&
  (value.identifier === undefined || isIdentifier(value.identifier));
