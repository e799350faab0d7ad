/** What checkers looked at and what they found wrong, both counted: a checker that looks at nothing is none. */
export class Findings {
  readonly flaws: string[] = [];
  readonly #checks = new Map<string, number>();

  /** Looks at one thing; `flaw` says what is wrong where it does not hold. */
  hold(what: string, isTrue: boolean, flaw: () => string): void {
    this.#checks.set(what, (this.#checks.get(what) ?? 0) + 1);
    if (!isTrue) this.flaws.push(flaw());
  }

  /** How often each was looked at. */
  counts(): readonly (readonly [string, number])[] {
    return [...this.#checks].map(([what, count]) => [`checked: ${what}`, count] as const);
  }
}
