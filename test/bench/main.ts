/** `npm run bench [-- PART [SECTION]] [--json] [--quick | --tiny]`; `--only PART` says the same. */
import { parseArgs } from 'node:util';
import { bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { SCALES } from './scale.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    tiny: { type: 'boolean' },
    only: { type: 'string' },
  },
});
const scale = SCALES[values.tiny === true ? 'tiny' : values.quick === true ? 'quick' : 'full'];
const figures = await bench(scale, {
  only: values.only ?? positionals[0],
  section: values.only === undefined ? positionals[1] : positionals[0],
  progress: (part) => void process.stderr.write(`bench: ${part}\n`),
  ...(values.json === true ? {} : { onFigures: tell }),
});
if (values.json === true) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else process.stdout.write(table(figures));
process.exit(figures.every((figure) => figure.verdict === 'ok') ? 0 : 1);

function tell(some: readonly Figure[]): void {
  for (const { name, budget, figure, verdict, growth } of some) {
    process.stdout.write(`${mark(verdict)}  ${name}\n      ${figure}\n      budget ${budget}; growth ${growth}\n`);
  }
}

/** All of them once more, a line each: the verdict, the figure without what is said beside it, and its growth. */
function table(all: readonly Figure[]): string {
  const rows = all.map(({ name, budget, figure, verdict, growth }) => [
    mark(verdict),
    name,
    figure.split(';')[0] ?? figure,
    budget,
    growth,
  ]);
  const lines = [['', 'what', 'figure', 'budget', 'growth'], ...rows];
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  return `\n${lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function mark(verdict: Figure['verdict']): string {
  return verdict === 'ok' ? ' ok ' : 'OVER';
}
