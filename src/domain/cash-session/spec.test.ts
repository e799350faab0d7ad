/** docs/spec/cash-session.md and the program say the same: the table of states, and which test proves which invariant. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SESSION_EVENTS, SESSION_STATES, type SessionStep, sessionStep } from './cash-session.ts';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8');
const SPEC = read('docs/spec/cash-session.md');
/** Where the invariants are proved. */
const TESTS = [
  'src/domain/cash-session/cash-session.test.ts',
  'src/domain/cash-session/drawer.test.ts',
  'src/domain/cash-session/spec.test.ts',
  'src/main/till/cash/states.test.ts',
  'src/main/till/cash/session.test.ts',
  'src/main/till/cash/day.test.ts',
  'src/main/till/cash/blind.test.ts',
  'test/days/days.test.ts',
];

/** The cells of the lines of the specification that begin with one of these words. */
function rows(first: (cell: string) => boolean): readonly (readonly string[])[] {
  return SPEC.split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
    .filter(([cell = '']) => first(cell));
}

function cellOf(step: SessionStep): string {
  if (step.kind === 'goes') return `→ ${step.to}`;
  return step.kind === 'stays' ? 'stays' : `\`${step.reason}\``;
}

test('the table of the specification is the one that the till follows', () => {
  assert.deepEqual(
    rows((cell) => cell === 'event'),
    [['event', ...SESSION_STATES]],
  );
  assert.deepEqual(
    rows((cell) => (SESSION_EVENTS as readonly string[]).includes(cell)),
    SESSION_EVENTS.map((event) => [event, ...SESSION_STATES.map((state) => cellOf(sessionStep(state, event)))]),
  );
});

test('each invariant has a number of its own and is proved by a test of that name', () => {
  const sources = TESTS.map(read).join('\n');
  const invariants = rows((cell) => /^CS-\d+$/.test(cell));
  assert.ok(invariants.length >= 30);
  const numbers = invariants.map(([number]) => number);
  assert.equal(new Set(numbers).size, numbers.length);
  for (const [number, invariant, proof = ''] of invariants) {
    assert.ok(invariant !== undefined && invariant.length > 10, number);
    const [, title = ''] = /\*([^*]+)\*/.exec(proof) ?? [];
    assert.ok(isTitle(sources, title), `${number ?? ''} is proved by the test «${title}»`);
  }
});

/** A title stands in a test as it is, or made of a word that changes from one to the next. */
function isTitle(sources: string, title: string): boolean {
  if (title === '') return false;
  const made = [title, title.replace(/^sale /, '${event} '), title.replace('in EUR ', 'in ${code} ')];
  return made.some((each) => sources.includes(`test('${each}'`) || sources.includes(`test(\`${each}\``));
}
