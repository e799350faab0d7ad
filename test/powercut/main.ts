/** `npm run powercut -- --images N [--seed S] [--sales N]`. */
import { parseArgs } from 'node:util';
import { seedFrom } from '../rig/dice.ts';
import { powerCutRun } from './power-cuts.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '2000' },
    seed: { type: 'string' },
    sales: { type: 'string', default: '40' },
  },
});
const images = wholeNumber(values.images);
const seed = seedFrom(values.seed);
const startedMs = performance.now();
process.stdout.write(`powercut: ${images} images, seed ${seed}\n`);
const report = await powerCutRun({ seed, images, sales: wholeNumber(values.sales) });
process.stdout.write(
  `  recorded: ${report.sales} sales, ${report.operations} file operations, ${report.syncs} syncs, ` +
    `${report.deviceAndPageWords} words to devices and page\n` +
    `  among them: ${Object.entries(report.deeds ?? {})
      .map(([deed, count]) => `${count} ${deed.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`)
      .join(', ')}\n` +
    `  images: ${report.images} (not synced: ` +
    `${report.imagesByLoss.dropped} dropped, ${report.imagesByLoss.kept} kept, ${report.imagesByLoss.torn} torn)\n` +
    `  images with flaws: ${report.imagesWithFlaws}\n`,
);
for (const { flaw, images: count, first } of report.flaws)
  process.stdout.write(`  FLAW in ${count} images, first at ${first.at} ${first.loss}: ${flaw}\n`);
const seconds = Math.round((performance.now() - startedMs) / 1000);
process.stdout.write(
  report.flaws.length === 0
    ? `powercut: nothing lost, nothing half, nothing twice, ${seconds} s\n`
    : `powercut: ${report.flaws.length} kinds of flaw, ${seconds} s\n`,
);
process.exitCode = report.flaws.length === 0 ? 0 : 1;

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${text} is no number of things`);
  return number;
}
