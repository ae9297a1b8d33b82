/** The package brings no types. */
declare module 'spdx-satisfies' {
  /** Whether the expression can be met with the licences of the list. @throws for what is no SPDX expression */
  export default function satisfies(expression: string, allowed: readonly string[]): boolean;
}
