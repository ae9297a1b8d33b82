/** Where other people's systems post what they have, each in its own dialect. The dialects are server/feeds' work. */
import { createRoute, z } from '@hono/zod-openapi';
import { ANOMALIES } from '#wire/feeds.ts';
import { facilitiesFor } from './exports.ts';
import { itemOutcomeOut } from './feeds.ts';
import type { SheetAnswer } from './feed-ports.ts';
import { XLSX_TYPE } from './guard.ts';
import { gate, resource } from './kit.ts';
import { ProblemError } from './problems.ts';
import type { ApiParts } from './parts.ts';

const fhir = createRoute({
  method: 'post',
  path: '/feeds/fhir',
  tags: ['feeds'],
  summary:
    'FHIR R4: MeasureReport (SANER, US SAFR, NHSN), Location, HealthcareService, or a Bundle of them; answers an OperationOutcome or a Bundle of answers',
  middleware: gate('unit.write'),
  request: {
    body: {
      required: true,
      // Read as text and parsed by the feed, so that the hash is that of the bytes.
      content: { 'application/fhir+json': { schema: z.unknown() } },
    },
  },
  responses: {
    200: {
      description: 'What became of each item',
      content: { 'application/fhir+json': { schema: z.unknown() } },
    },
    202: { description: 'Nobody knows whom it speaks for: it waits for the administrator' },
    422: { description: 'It cannot be used; nothing was written' },
  },
});

const takenOut = z
  .object({
    version: z.enum(['1.0', '2.0']),
    actual: z
      .boolean()
      .openapi({ description: 'false: an exercise or a test, nothing was touched' }),
    items: z.array(itemOutcomeOut),
    anomalies: z.array(z.enum(ANOMALIES)),
  })
  .openapi('HaveOutcome');

const have = createRoute({
  method: 'post',
  path: '/feeds/have',
  tags: ['feeds'],
  summary: 'EDXL-HAVE 1.0, bare or in EDXL-DE; of 2.0 identity and colour only',
  middleware: gate('unit.write'),
  request: {
    body: { required: true, content: { 'application/xml': { schema: z.string() } } },
  },
  responses: {
    200: {
      description: 'What became of each item',
      content: { 'application/json': { schema: takenOut } },
    },
    202: {
      description: 'Nobody knows whom it speaks for: it waits for the administrator',
      content: { 'application/json': { schema: takenOut } },
    },
  },
});

const csvOut = z
  .object({
    preview: z.boolean().openapi({ description: 'true: nothing was written' }),
    items: z.array(itemOutcomeOut),
    faults: z.array(
      z.object({
        row: z.number().int().openapi({ description: 'as a spreadsheet counts; the header is 1' }),
        column: z.string().nullable(),
        code: z.string(),
      }),
    ),
    anomalies: z.array(z.enum(ANOMALIES)),
  })
  .openapi('CsvOutcome');

const csv = createRoute({
  method: 'post',
  path: '/feeds/csv',
  tags: ['feeds'],
  summary: 'A spreadsheet by our template, or of SANER; with a fault in any row nothing is written',
  middleware: gate('unit.write'),
  request: {
    query: z.object({ preview: z.enum(['true', 'false']).default('false') }),
    body: { required: true, content: { 'text/csv': { schema: z.string() } } },
  },
  responses: {
    200: {
      description: 'What became of each row, or would',
      content: { 'application/json': { schema: csvOut } },
    },
    422: {
      description: 'Rows that cannot be used; nothing was written',
      content: { 'application/json': { schema: csvOut } },
    },
  },
});

const template = createRoute({
  method: 'get',
  path: '/feeds/csv/template',
  tags: ['feeds'],
  summary: 'A spreadsheet to fill in: a row for each unit, with what is known now',
  middleware: gate('picture.read'),
  request: { query: z.object({ facility: z.string().min(1).max(200) }) },
  responses: {
    200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
  },
});

const xlsx = createRoute({
  method: 'post',
  path: '/feeds/xlsx',
  tags: ['feeds'],
  summary: 'The same as an Excel file: its sheet Capaciteit, else its first one; no formulas',
  middleware: gate('unit.write'),
  request: {
    query: csv.request.query,
    body: {
      required: true,
      content: { [XLSX_TYPE]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: csv.responses,
});

const xlsxTemplate = createRoute({
  method: 'get',
  path: '/feeds/xlsx/template',
  tags: ['feeds'],
  summary: 'An Excel file to fill in, with a sheet that says what its columns are',
  middleware: gate('picture.read'),
  request: template.request,
  responses: {
    200: {
      description: 'Excel file',
      content: { [XLSX_TYPE]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
});

export function feedIntake(parts: ApiParts) {
  const { feeds } = parts;
  return resource()
    .openapi(fhir, async (c) => {
      const { status, body } = await feeds.fhir(await c.req.text(), c.var.who);
      return new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/fhir+json' },
      });
    })
    .openapi(have, async (c) => {
      const taken = await feeds.have(new Uint8Array(await c.req.arrayBuffer()), c.var.who);
      if (!taken.ok) throw new ProblemError(taken.code, { detail: taken.detail });
      const { ok: _ok, ...answer } = taken;
      const strangers = answer.items.every((one) => one.outcome === 'quarantined');
      return c.json(answer, answer.items.length > 0 && strangers ? 202 : 200);
    })
    .openapi(csv, async (c) => {
      const preview = c.req.valid('query').preview === 'true';
      const taken = await feeds.csv(await c.req.text(), preview, c.var.who);
      if (!taken.ok) throw sheetProblem(taken);
      const { ok: _ok, ...answer } = taken;
      return c.json(answer, answer.faults.length > 0 && !preview ? 422 : 200);
    })
    .openapi(xlsx, async (c) => {
      const preview = c.req.valid('query').preview === 'true';
      const taken = await feeds.xlsx(Buffer.from(await c.req.arrayBuffer()), preview, c.var.who);
      if (!taken.ok) throw sheetProblem(taken);
      const { ok: _ok, ...answer } = taken;
      return c.json(answer, answer.faults.length > 0 && !preview ? 422 : 200);
    })
    .openapi(xlsxTemplate, async (c) => {
      const { facility } = c.req.valid('query');
      const file = await feeds.xlsxTemplate(await facilitiesFor(parts, c, { facility }));
      return c.body(new Uint8Array(file), 200, {
        'content-type': XLSX_TYPE,
        'content-disposition': `attachment; filename="${facility}.xlsx"`,
      });
    })
    .openapi(template, async (c) => {
      const { facility } = c.req.valid('query');
      const [shown] = await facilitiesFor(parts, c, { facility });
      const text = feeds.csvTemplate(shown === undefined ? [] : [shown]);
      return c.body(text, 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${facility}.csv"`,
      });
    });
}

const sheetProblem = ({ code, detail }: Extract<SheetAnswer, { ok: false }>) =>
  new ProblemError(code, detail === null ? {} : { detail });
