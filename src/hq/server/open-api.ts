/**
 * What headquarters can be asked, as OpenAPI 3.1 and as a page to read: made from the schemas that check every call, so that it
 * cannot say anything else. The page is one file without script, and fetches nothing.
 */
import { z } from 'zod';
import { PAGE_FAULTS, pageCalls } from '#contract/pages/pages.ts';
import { CALL_FAULTS, HEADERS } from '#contract/sync/request.ts';
import { calls, SYNC_VERSION } from '#contract/sync/sync.ts';

interface Operation {
  readonly path: string;
  readonly name: string;
  readonly about: string;
  readonly input: z.ZodType;
  readonly answer: z.ZodType;
  readonly isSigned: boolean;
  readonly faults: Faults;
}

/** Codes with their status. */
type Faults = Readonly<Record<string, number>>;

/** What the wire itself says, before it is known who asks for what. */
const WIRE_FAULTS = ['request.malformed', 'request.too-large', 'request.too-many', 'hq.busy'] as const;
const FAULTS_OF_PAGES: Faults = {
  ...PAGE_FAULTS,
  ...Object.fromEntries(WIRE_FAULTS.map((code) => [code, CALL_FAULTS[code]])),
};

type Json = Readonly<Record<string, unknown>>;

/** Calls that bring their own proof, or need none. */
const UNSIGNED: readonly string[] = ['challenge', 'enrol', 'recover'];

function operations(): readonly Operation[] {
  const sync = Object.entries(calls).map(([name, { input, answer }]) => ({
    path: `/sync/v1/${name}`,
    name,
    about: UNSIGNED.includes(name) ? 'A till asks, not enrolled yet.' : 'A till asks; signed and fresh.',
    input,
    answer,
    isSigned: !UNSIGNED.includes(name),
    faults: CALL_FAULTS,
  }));
  const pages = Object.entries(pageCalls).map(([name, { input, answer, right }]) => ({
    path: `/pages/v1/${name}`,
    name,
    about: `A page asks; needs: ${right}.`,
    input,
    answer,
    isSigned: false,
    faults: FAULTS_OF_PAGES,
  }));
  return [...sync, ...pages];
}

/** The OpenAPI document. */
export function openApiDocument(): Json {
  const signature = Object.values(HEADERS).map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string' },
  }));
  const paths = operations().map(({ path, name, about, input, answer, isSigned, faults }) => [
    path,
    {
      post: {
        operationId: path.slice(1).replaceAll('/', '.'),
        summary: name,
        description: about,
        ...(isSigned ? { parameters: signature } : {}),
        requestBody: { required: true, content: { 'application/json': { schema: schemaOf(input) } } },
        responses: {
          200: { description: 'Answered', content: { 'application/json': { schema: schemaOf(answer) } } },
          ...Object.fromEntries(
            [...new Set(Object.values(faults))].map((status) => [status, refusedAs(status, faults)]),
          ),
        },
      },
    },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Comptoir headquarters', version: String(SYNC_VERSION) },
    paths: Object.fromEntries(paths) as Json,
  };
}

function refusedAs(status: number, faults: Faults): Json {
  const codes = Object.keys(faults).filter((code) => faults[code] === status);
  const schema = { type: 'object', required: ['code'], properties: { code: { enum: codes } } };
  return { description: 'Not carried out', content: { 'application/json': { schema } } };
}

/** The same for people. */
export function openApiPage(): string {
  const parts = operations().map(
    ({ path, about, input, answer }) =>
      `<section><h2><code>POST ${escaped(path)}</code></h2><p>${escaped(about)}</p>` +
      `<details><summary>What it takes</summary><pre>${escaped(schemaText(input))}</pre></details>` +
      `<details><summary>What it answers</summary><pre>${escaped(schemaText(answer))}</pre></details></section>`,
  );
  const faults = Object.entries({ ...CALL_FAULTS, ...PAGE_FAULTS }).map(
    ([code, status]) => `<li>${status} <code>${escaped(code)}</code></li>`,
  );
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Comptoir headquarters</title>' +
    '<meta name="viewport" content="width=device-width"></head><body><h1>Comptoir headquarters</h1>' +
    '<p>Every call is one POST with a JSON body, packed by gzip where that is wanted. <a href="openapi.json">OpenAPI 3.1</a></p>' +
    `<h2>Why a call is not carried out</h2><ul>${faults.join('')}</ul>${parts.join('')}</body></html>`
  );
}

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as Json;
  return rest;
}

function schemaText(schema: z.ZodType): string {
  return JSON.stringify(schemaOf(schema), null, 2);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
