/** `npm run crash -- --rounds N [--seed S]`. */
import { parseArgs } from 'node:util';
import { seedFrom } from '../rig/dice.ts';
import { crashRun } from './crash.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error(`${values.rounds} is no number of rounds`);
const seed = seedFrom(values.seed);
const startedMs = performance.now();
process.stdout.write(`crash: ${rounds} rounds, seed ${seed}\n`);
const report = await crashRun({
  rounds,
  seed,
  progress: (round) => void (round % 50 === 0 && process.stdout.write(`  ${round} rounds\n`)),
});
const { flaws, ...counts } = report;
const { deeds, ...plain } = counts;
for (const [name, value] of Object.entries({ ...plain, ...deeds }))
  process.stdout.write(`  ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${value}\n`);
for (const flaw of flaws) process.stdout.write(`  FLAW ${flaw}\n`);
process.stdout.write(
  `crash: ${flaws.length === 0 ? 'nothing lost, nothing twice' : `${flaws.length} flaws`}, ` +
    `${Math.round((performance.now() - startedMs) / 1000)} s\n`,
);
process.exitCode = flaws.length === 0 ? 0 : 1;
