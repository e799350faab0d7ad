/**
 * A page that says anything at all. 100,000 messages, seeded, against the whole till but for its processes: none may
 * end it, none may go unanswered, and after each one the ticket still adds up.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { REFUSAL_REASONS, type RefusalReason } from '#contract/screen/refusal.ts';
import { queries, topics } from '#contract/screen/screen.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import { memoryDrafts } from '#main/till/memory-drafts.ts';
import { type TestPage, makeTill } from '#main/till/testing.ts';

const MESSAGES = 100_000;
/** A new shop now and then, so that lists stay of a shop's size. */
const MESSAGES_A_SHOP = 20_000;
const SEED = 20_261_122;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    '__proto__',
    '3017620422003',
    '3274080005003',
    '103',
    'TK-1',
    '1e3',
    '٣٠١٧٦٢٠٤٢٢٠٠٣',
    '9'.repeat(700),
  ),
);
const number = fc.oneof(
  fc.integer({ min: -5, max: 20_000 }),
  fc.integer({ min: 1, max: 20 }).map((pieces) => pieces * 1000),
  fc.maxSafeInteger(),
  fc.double(),
);
const anything = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.object({ maxDepth: 2 }),
);

/** A message without the present ticket, which is put in when it is sent. */
const plan = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('command' as const) },
    { weight: 2, arbitrary: fc.constantFrom('query' as const, 'subscribe' as const, 'noise' as const) },
  ),
  id: fc.oneof(
    { weight: 6, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.nat(30).map(String) },
    { weight: 1, arbitrary: text },
  ),
  name: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('scan', 'addProduct', 'setQuantity', 'multiply') },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'voidLine',
        'cancelTicket',
        'pay',
        'reprint',
        'openDrawer',
        'resolveJob',
        'dismissNotice',
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'presentCard',
        'saveDevice',
        'removeDevice',
        'importDevices',
        'findDevices',
        'tryDevice',
        'watchDevice',
        'exportFrames',
        'reportPageDevice',
      ),
    },
    { weight: 1, arbitrary: text },
  ),
  text,
  number,
  isFresh: fc.boolean(),
  isSpoiled: fc.nat(9).map((n) => n === 0),
  noise: anything,
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

function messageOf(planned: Plan, page: TestPage): unknown {
  const { kind, id, name, noise, isSpoiled } = planned;
  if (kind === 'noise') return noise;
  if (kind === 'subscribe') return { kind, topic: isSpoiled ? noise : 'basket' };
  const input = isSpoiled ? { ...inputOf(planned, page), spoiled: noise } : inputOf(planned, page);
  if (kind === 'query')
    return {
      kind,
      id,
      name: Object.keys(queries)[planned.text.length % Object.keys(queries).length],
      input: { text: planned.text, limit: 3 },
    };
  return { kind, id, name, input };
}

function inputOf(planned: Plan, page: TestPage): object {
  const { text: words, number: amount, isFresh, name, noise } = planned;
  const { ticketId, version, lines } = page.view('basket');
  const ticket = { ticketId, basketVersion: isFresh ? version : Math.max(0, version - 1) };
  const lineId = lines[0]?.lineId ?? 'none';
  const deviceId = page.view('devices').devices.at(-1)?.config.id ?? words;
  const device = deviceOf(planned);
  const inputs: Readonly<Record<string, object>> = {
    scan: { text: words, source: 'fuzz' },
    addProduct: { ...ticket, productId: words.length % 2 === 0 ? 'g3017620422003' : words, quantityMilli: amount },
    multiply: { quantityMilli: amount },
    setQuantity: { ...ticket, lineId, quantityMilli: amount },
    voidLine: { ...ticket, lineId },
    cancelTicket: ticket,
    pay: { ...ticket, payments: [{ method: 'cash', tenderedMinor: amount }], print: 'paper' },
    reprint: { ticketId: words },
    openDrawer: { reason: words },
    resolveJob: { jobId: words, choice: 'discard' },
    dismissNotice: { noticeId: words },
    presentCard: { uid: hexOf(words), medium: 'text', source: words.slice(0, 64), mayBe: [words.slice(0, 64)] },
    saveDevice: { device },
    removeDevice: { deviceId },
    importDevices: { text: words.length % 3 === 0 ? words : JSON.stringify({ devices: [device, noise] }) },
    findDevices: { hosts: [words] },
    tryDevice: { trialId: words, device, test: words.length % 2 === 0 ? 'page' : 'display' },
    watchDevice: { deviceId: words.length % 3 === 0 ? null : deviceId },
    exportFrames: { deviceId },
    reportPageDevice: { deviceId, state: 'trouble', fault: words.slice(0, 64) },
  };
  return Object.hasOwn(inputs, name) ? (inputs[name] ?? {}) : { noise };
}

const ADDRESSES = ['tcp://10.0.0.8:9100', 'wedge:', 'camera:', 'pcsc://', 'serial:///dev/ttyS0?baud=1e9', 'usb://../x'];
const KINDS = ['printer', 'scanner', 'display', 'card', 'toaster'];

function deviceOf({ text: words, number: amount, isFresh }: Plan): object {
  const at = words.length;
  return {
    id: isFresh ? `d${at % 40}` : words,
    kind: KINDS[at % KINDS.length],
    name: words.slice(0, 80) || 'x',
    address: at % 5 === 0 ? words : ADDRESSES[at % ADDRESSES.length],
    ...(at % 7 === 0 ? { drawerAlarmSeconds: amount } : {}),
  };
}

function hexOf(words: string): string {
  return Buffer.from(words.slice(0, 12)).toString('hex') || '04';
}

function check(answer: DownMessage): void {
  switch (answer.kind) {
    case 'outcome': {
      const outcome = answer.outcome as { readonly kind: string; readonly reason: RefusalReason };
      assert.ok(outcome.kind === 'done' || REFUSAL_REASONS.includes(outcome.reason), JSON.stringify(outcome));
      return;
    }
    case 'failed':
      assert.equal(answer.code, 'wire.malformed', answer.detail);
      return;
    case 'view':
      assert.ok(
        topics[answer.topic as keyof typeof topics].safeParse(answer.view).success,
        `the view of ${answer.topic} fits its schema`,
      );
      return;
    default:
      return;
  }
}

test(`${MESSAGES} messages of a page gone mad are each answered, and no total is ever wrong`, async () => {
  let sent = 0;
  let done = 0;
  for (let shop = 0; sent < MESSAGES; shop += 1) {
    const till = makeTill({ drafts: memoryDrafts });
    const page = till.page();
    await page.signIn();
    for (const planned of fc.sample(plan, { numRuns: MESSAGES_A_SHOP, seed: SEED + shop })) {
      const message = messageOf(planned, page);
      const answers = page.messages as DownMessage[];
      answers.length = 0;
      page.receive(message);
      assert.ok(answers.length > 0, `unanswered: ${JSON.stringify(message)}`);
      answers.forEach(check);
      if (
        answers.some(
          (answer) => answer.kind === 'outcome' && (answer.outcome as { readonly kind: string }).kind === 'done',
        )
      )
        done += 1;
      const { lines, totalMinor, vat } = page.view('basket');
      assert.equal(
        lines.reduce((sum, line) => sum + line.grossMinor, 0),
        totalMinor,
      );
      assert.equal(
        vat.reduce((sum, row) => sum + row.netMinor + row.vatMinor, 0),
        totalMinor,
      );
      sent += 1;
    }
    await till.close();
  }
  assert.ok(done > MESSAGES / 20, `enough of them were understood: ${done}`);
});
