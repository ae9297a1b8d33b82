/** Makes what the client's package ships from its source: `npm pack` in server/client runs this first. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { inRoot } from './setup/root.mjs';

const from = (name: string) => inRoot('server', 'client', name);
const to = (name: string) => inRoot('server', 'client', 'dist', name);

rmSync(to('.'), { recursive: true, force: true });
mkdirSync(to('.'), { recursive: true });
const source = readFileSync(from('index.ts'), 'utf8');
const options = {
  fileName: 'index.ts',
  reportDiagnostics: true,
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    declaration: true,
  },
};
for (const [name, made] of [
  ['index.js', ts.transpileModule(source, options)],
  ['index.d.ts', ts.transpileDeclaration(source, options)],
] as const) {
  const [fault] = made.diagnostics ?? [];
  if (fault !== undefined)
    throw new Error(ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
  writeFileSync(to(name), made.outputText);
}
copyFileSync(from('schema.d.ts'), to('schema.d.ts'));
copyFileSync(inRoot('LICENSE'), to('LICENSE'));
