/** What the compiler must refuse by layer: each layer's own library and types leave these names out. */
export const PLANTED_TYPES = [
  ['src/domain', ["fetch('/');", 'setTimeout(() => {}, 1);', 'console.log(1);', 'process.exit(1);', 'window.close();']],
  ['src/domain', ["import { readFileSync } from 'node:fs'; readFileSync('x');", "export const n: number = 'one';"]],
  ['src/contract', ['document.title;', 'process.pid;']],
  ['src/main', ['document.title;', 'window.close();', 'export const first: string = [1, 2].map(String)[0];']],
  ['src/renderer', ['process.pid;', "import { readFileSync } from 'node:fs'; readFileSync('x');"]],
];
