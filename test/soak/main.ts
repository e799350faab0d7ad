/** `npm run soak -- --tickets N [--seed S]`. */
import { parseArgs } from 'node:util';
import { seedFrom } from '../rig/dice.ts';
import { soakRun } from './soak.ts';

const { values } = parseArgs({ options: { tickets: { type: 'string', default: '2000' }, seed: { type: 'string' } } });
const tickets = Number(values.tickets);
if (!Number.isSafeInteger(tickets) || tickets < 1) throw new Error(`${values.tickets} is no number of tickets`);
const seed = seedFrom(values.seed);
const startedMs = performance.now();
process.stdout.write(`soak: ${tickets} tickets, seed ${seed}\n`);
const { flaws, unpluggings, before, after, ...counts } = await soakRun({
  tickets,
  seed,
  progress: (sold, { descriptors, memoryMb }) => {
    if (sold % 100 === 0) process.stdout.write(`  ${sold} tickets, ${descriptors} file descriptors, ${memoryMb} MB\n`);
  },
});
for (const [name, value] of Object.entries(counts))
  process.stdout.write(`  ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${value}\n`);
const pulled = Object.entries(unpluggings).map(([name, count]) => `${name} ${count}`);
process.stdout.write(`  unplugged and plugged in again: ${pulled.join(', ')}\n`);
for (const [when, held] of Object.entries({ 'after a tenth': before, 'at the end': after }))
  process.stdout.write(
    `  held ${when}: ${held.processes} processes, ${held.descriptors} file descriptors, ${held.memoryMb} MB\n`,
  );
for (const flaw of flaws) process.stdout.write(`  FLAW ${flaw}\n`);
process.stdout.write(
  `soak: ${flaws.length === 0 ? 'nothing lost, nothing twice, nothing leaked' : `${flaws.length} flaws`}, ` +
    `${Math.round((performance.now() - startedMs) / 1000)} s\n`,
);
process.exitCode = flaws.length === 0 ? 0 : 1;
