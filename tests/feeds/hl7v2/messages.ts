/** HL7 v2 messages as hospitals send them. The persons in them are planted: they must turn up nowhere. */
export const PLANTED = ['Dekkerszoon', '111222333', '19510312', 'Lindenlaan', '0612345678'];

export interface Adt {
  event?: string;
  /** Control id. */
  id?: string;
  /** Dutch time `YYYYMMDDHHMMSS` with offset. */
  at?: string;
  occurred?: string;
  visit?: string;
  place?: string;
  prior?: string;
  patientClass?: string;
  more?: string[];
  header?: Partial<
    Record<
      'application' | 'facility' | 'processing' | 'version' | 'accept' | 'charset' | 'type',
      string
    >
  >;
}

/** An ADT message with everything about a person that real ones have. Segments end with a carriage return. */
export function adt(given: Adt = {}): string {
  const {
    event = 'A01',
    id = 'C1',
    at = '20261122101500+0100',
    visit = 'V1',
    place = 'IC^101^1^ZHX',
  } = given;
  const {
    application = 'HIX',
    facility = 'ZHX',
    processing = 'P',
    version = '2.5',
  } = given.header ?? {};
  const {
    accept = '',
    charset = 'UNICODE UTF-8',
    type = `ADT^${event}^ADT_${event}`,
  } = given.header ?? {};
  const pv1 = [
    ...['PV1', '1', given.patientClass ?? 'I', place, '', '', given.prior ?? ''],
    ...[
      '12345^Dekkerszoon^Piet',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '12345^Dekkerszoon',
      '',
      `${visit}^^^ZHX^VN`,
    ],
  ];
  return [
    [
      'MSH',
      '^~\\&',
      application,
      facility,
      'KAAP',
      'REG',
      at,
      '',
      type,
      id,
      processing,
      version,
      '',
      '',
      accept,
      '',
      'NLD',
      charset,
    ].join('|'),
    ['EVN', event, at, '', '', '', given.occurred ?? ''].join('|'),
    `PID|1||111222333^^^NLMINBIZA^NNNLD||Dekkerszoon^Jan||19510312|M|||Lindenlaan 1^^Leiden||0612345678|||||ACC9`,
    'NK1|1|Dekkerszoon^Anna|SPO',
    pv1.join('|'),
    'OBX|1|TX|NOTE||Dekkerszoon gevallen op de Lindenlaan',
    'ZXX|Dekkerszoon',
    ...(given.more ?? []),
    '',
  ].join('\r');
}

/** State of a bed, without a patient. */
export const a20 = (place: string, status: string, id = 'B1', at = '20261122101700+0100') =>
  `MSH|^~\\&|HIX|ZHX|KAAP|REG|${at}||ADT^A20^ADT_A20|${id}|P|2.5\rEVN|A20|${at}\rNPU|${place}|${status}\r`;
