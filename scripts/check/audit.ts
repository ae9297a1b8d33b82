/**
 * Known holes in the packages that run, by `npm audit`. It asks the registry, so it says loudly when it could not be asked; only a hole
 * that is high or critical stops a change.
 */
import { spawn } from 'node:child_process';
import { root } from '../setup/root.mjs';

export type Audited =
  | { kind: 'clean' }
  /** Nobody could be asked. */
  | { kind: 'unasked'; why: string }
  | { kind: 'found'; holes: string[] };

const STOPS = new Set(['high', 'critical']);

/** @param output of `npm audit --json`. */
export function judgeAudit(output: string): Audited {
  let answer: {
    error?: { summary?: string; code?: string };
    message?: string;
    vulnerabilities?: Record<string, { severity: string; range?: string }>;
  };
  try {
    answer = JSON.parse(output) as typeof answer;
  } catch {
    return { kind: 'unasked', why: 'it said nothing that can be read' };
  }
  if (answer.vulnerabilities === undefined)
    return {
      kind: 'unasked',
      why: answer.error?.code ?? answer.message ?? 'the registry answered nothing',
    };
  const holes = Object.entries(answer.vulnerabilities)
    .filter(([, { severity }]) => STOPS.has(severity))
    .map(([name, { severity, range }]) => `${name} ${range ?? ''}: ${severity}`);
  return holes.length === 0 ? { kind: 'clean' } : { kind: 'found', holes };
}

/** What the gate objects to; undefined: nothing, or it could not be asked. */
export async function audit(): Promise<string | undefined> {
  const found = judgeAudit(await ask());
  if (found.kind === 'found') return found.holes.map((hole) => `  ${hole}`).join('\n');
  if (found.kind === 'unasked')
    console.log(`NOT ASKED audit: the registry does not tell of known holes here (${found.why})`);
  return undefined;
}

function ask(): Promise<string> {
  return new Promise((resolve) => {
    // No waiting for a registry that is not there.
    const words = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];
    const child = spawn('npm', words, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', () => resolve(''));
    child.on('close', () => resolve(output));
  });
}
