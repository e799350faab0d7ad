/** Every bug that is planted is found, by the flaw that belongs to it: the checkers are none that everything passes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLANTED, type Planted } from './planted.ts';
import { simulate } from './program.ts';

/** What each bug does to a shop. */
const FLAWS: Readonly<Record<Planted, RegExp>> = {
  'doubled-movement': /account \S+ \(\S+\) stands at -?\d+, its rows say -?\d+/u,
  'skipped-row': /headquarters has nothing for row \d+/u,
  'lost-lease': /had \d+ and gave \d+|spent under grant|of account \S+ at \S+: /u,
  'forgotten-refund': /were sold and \d+ came back as kept for it/u,
  'restored-lease': /chain \S+ spent grant \S+ of another/u,
  'part-of-feed': /shows nothing for account|sells \S+ at|(?:shows|knows) \S+ of /u,
};

/** Enough for a disk to be put back, a chain to be begun and its old grant to be spent. */
const STEPS = '60';

for (const planted of PLANTED) {
  test(`a bug of the kind ${planted} is found`, async (context) => {
    const seeds = ['--seeds', '60', '--from', '5000', '--steps', STEPS, '--store', 'memory'];
    const flaw = FLAWS[planted];
    const { text, status } = await simulate(context, ...seeds, '--planted', planted, '--until-flaw', flaw.source);
    assert.equal(status, 1, text);
    assert.doesNotMatch(text, /it broke|does not end/);
    const [, seed = ''] = new RegExp(`FLAW seed (\\d+): .*(?:${flaw.source})`, 'u').exec(text) ?? [];
    assert.notEqual(seed, '', text);
    // It is the bug that is found, and nothing that the seed has without it.
    const without = await simulate(context, '--seeds', '1', '--from', seed, '--steps', STEPS, '--store', 'memory');
    assert.equal(without.status, 0, without.text);
  });
}
