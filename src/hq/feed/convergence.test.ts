/** What holds of the feed while everybody works at the same time, from many seeds over the store in memory. */
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryStore } from '../store/memory-store.ts';
import { converge, numbers } from './testing-convergence.ts';

test('at every checkpoint a till holds what was committed, and in the end what is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.boolean(), async (seed, drops) => {
      const draw = numbers(seed);
      const pause = async (): Promise<void> => {
        for (let turns = draw(4); turns >= 0; turns -= 1) await Promise.resolve();
      };
      await converge(memoryStore({ pause }), draw, drops);
    }),
    { numRuns: 12 },
  );
});
