/** A case as it was entered: what was known, with the colour that the rules gave it, and what nobody had asked. Pure. */
import type { Vitals } from '#domain/cases/findings.ts';
import type { CaseWire } from '#wire/views.ts';
import { colourOfFinding, isRedVital } from '#lib/dispatch/colours.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

export interface EnteredLine {
  name: string;
  /** Null: not asked. */
  value: string | null;
  colour: 'red' | 'yellow' | null;
}

const NUMBERS = [
  'systolicBloodPressure',
  'heartRate',
  'respiratoryRate',
  'spo2',
  'gcs',
  'gcsMotor',
] as const;

export function enteredLines(
  one: CaseWire,
  { dispatch, decisions }: Pick<Words, 'dispatch' | 'decisions'>,
  format: Format,
): EnteredLine[] {
  const { vitals, injuries, mechanism, risks, ruledOut, threats } = one.findings;
  const found = one.classification;
  const vital = (name: keyof Vitals, value: string | null): EnteredLine => ({
    name: dispatch.vital[name].name,
    value,
    colour: value !== null && isRedVital(name, found, { vitals }) ? 'red' : null,
  });
  const yesNo = (value: boolean | null) =>
    value === null ? null : dispatch.mark[value ? 'yes' : 'no'];
  const codes = (name: string, list: readonly (keyof typeof dispatch.finding)[]): EnteredLine[] =>
    list.map((code) => ({
      name,
      value: dispatch.finding[code],
      colour: colourOfFinding(code, found),
    }));
  const sex = one.sex === null ? null : dispatch.sex[one.sex];
  return [
    {
      name: decisions.entered.patient,
      value: [dispatch.age[one.ageBand], ...(sex === null ? [] : [sex])].join(', '),
      colour: null,
    },
    {
      name: decisions.entered.urgency,
      value: one.urgency === null ? null : dispatch.urgency[one.urgency],
      colour: null,
    },
    ...threats.map((code) => ({
      name: decisions.entered.threat,
      value: dispatch.threat[code],
      colour: 'red' as const,
    })),
    ...NUMBERS.map((key) => {
      const value = vitals[key];
      return vital(
        key,
        value === null ? null : `${format.count(value)} ${unitOf(key, dispatch)}`.trim(),
      );
    }),
    vital('onOxygen', yesNo(vitals.onOxygen)),
    vital('pupilsUnequal', yesNo(vitals.pupilsUnequal)),
    ...codes(decisions.entered.injury, injuries),
    ...codes(decisions.entered.mechanism, mechanism),
    ...codes(decisions.entered.risk, risks),
    {
      name: decisions.entered.crew,
      value: yesNo(one.crewSuspectsSevere),
      colour: colourOfFinding('crew-judgement', found),
    },
    ...(ruledOut.length === 0
      ? []
      : [
          {
            name: decisions.entered.ruledOut,
            value: ruledOut.map((code) => dispatch.finding[code]).join(' · '),
            colour: null,
          },
        ]),
  ];
}

/** EMV scales are ranges, not units. */
function unitOf(key: (typeof NUMBERS)[number], dispatch: Words['dispatch']): string {
  return key === 'gcs' || key === 'gcsMotor' ? '' : dispatch.vital[key].unit;
}
