/** Holds XML against the test schema of EDXL-HAVE 1.0 that stands beside this file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';

const file = (fileName: string) => ({
  fileName,
  contents: readFileSync(join(import.meta.dirname, 'schema', fileName), 'utf8'),
});

/** What is wrong with the document; nothing when it is valid. */
export async function haveFaults(xml: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'message.xml', contents: xml }],
    schema: [file('have.xsd')],
    preload: [file('xpil.xsd'), file('xnl.xsd'), file('gml.xsd')],
  });
  return errors.map((one) => one.message);
}
