import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Store } from '#main/store/port.ts';
import { SetClock } from '#main/store/testing.ts';
import { asideWork } from './work-aside.ts';

/** A clock whose pauses end when the test says so. */
class PauseClock extends SetClock {
  readonly pauses: (() => void)[] = [];

  override after(_delayMs: number, then: () => void): () => void {
    this.pauses.push(then);
    return () => void this.pauses.splice(this.pauses.indexOf(then), 1);
  }

  endPause(): void {
    this.pauses.shift()?.();
  }
}

function storeWith(slices: number): { readonly store: Store; readonly done: () => number } {
  let done = 0;
  const store = { workAside: () => ++done < slices } as Store;
  return { store, done: () => done };
}

test('work aside goes on slice by slice with a pause between, until there is none', () => {
  const clock = new PauseClock();
  const { store, done } = storeWith(3);
  const aside = asideWork({ store, clock });
  aside.wake();
  assert.equal(done(), 1);
  // The till wakes it every few seconds: that makes no second round beside the first.
  aside.wake();
  assert.equal(done(), 1);
  clock.endPause();
  clock.endPause();
  assert.equal(done(), 3);
  assert.equal(clock.pauses.length, 0);
});

test('a till that stops leaves what it worked at aside', () => {
  const clock = new PauseClock();
  const { store, done } = storeWith(10);
  const aside = asideWork({ store, clock });
  aside.wake();
  aside.stop();
  assert.equal(clock.pauses.length, 0);
  aside.wake();
  assert.equal(done(), 1);
});
