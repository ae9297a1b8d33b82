/**
 * Invented patients, planted in every message and looked for everywhere afterwards. Their citizen numbers pass the eleven-test, as
 * real ones do. A family name is one that occurs in no place, ward or hospital of the country.
 */
import { isCitizenNumber } from '#domain/person-data.ts';
import type { Random } from '../../../seed/simulator/random.ts';

export interface Person {
  family: string;
  given: string;
  citizenNumber: string;
  /** `YYYYMMDD`. */
  birth: string;
  phone: string;
  street: string;
}

const FAMILIES = [
  'Zwartewaterink',
  'Quaedvliegers',
  'Xhonneuxdael',
  'Ypelaerszoon',
  'Vrzendaalman',
];
const GIVEN = ['Fokjelina', 'Wubbechiena', 'Hyacinthus', 'Sjoukjelien'];

export function person(random: Random): Person {
  let citizenNumber = '';
  while (!isCitizenNumber(citizenNumber))
    citizenNumber = String(random.whole(100_000_000, 999_999_998));
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    family: random.pick(FAMILIES),
    given: random.pick(GIVEN),
    citizenNumber,
    birth: `${random.whole(1931, 2009)}${two(random.whole(1, 12))}${two(random.whole(1, 28))}`,
    phone: `06${random.whole(10_000_000, 99_999_999)}`,
    street: `${random.pick(FAMILIES)}laan ${random.whole(1, 99)}`,
  };
}

/** `12-03-1951`. */
export const dutchBirth = ({ birth }: Person) =>
  `${birth.slice(6)}-${birth.slice(4, 6)}-${birth.slice(0, 4)}`;
/** `1951-03-12`. */
export const isoBirth = ({ birth }: Person) =>
  `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`;

/** How people write of somebody in a free field. */
export const gossip = (one: Person) =>
  `dhr. ${one.family} geb. ${dutchBirth(one)} BSN ${one.citizenNumber} tel ${one.phone}`;

/** What must turn up nowhere. */
export const needlesOf = (one: Person) => [
  one.family,
  one.given,
  one.citizenNumber,
  one.birth,
  dutchBirth(one),
  isoBirth(one),
  one.phone,
];
