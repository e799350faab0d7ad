/** The quantity that a shop has of an article, as far as its till can know. */

/** What is known of an article, each part where there is one. */
export interface KnownStock {
  /** As the product file of the shop said it. */
  readonly importedMilli: number | undefined;
  /** Sum of everything that this till moved. */
  readonly ownMilli: number | undefined;
  /** Whether a delivery or a count was ever among it. */
  readonly isKept: boolean;
  /** The figure of headquarters for the whole store, and what this till moved that is not in it. */
  readonly hq:
    | {
        readonly quantityMilli: number;
        readonly laterMilli: number;
        readonly asOfMs: number;
        /** Whether any till of the store ever received or counted it; else it is of sales alone. */
        readonly isCounted: boolean;
      }
    | undefined;
}

/**
 * How much there is here: headquarters' figure with this till's own later movements; where headquarters says nothing, what was
 * imported or counted with all that this till moved. Undefined where nobody ever said how much there is: sales alone say
 * nothing.
 */
export function quantityHere(known: KnownStock): number | undefined {
  const { importedMilli, isKept, hq } = known;
  const wasSaid = isKept || (hq === undefined ? importedMilli !== undefined : hq.isCounted);
  return wasSaid ? movedHere(known) : undefined;
}

/** The sum of all movements that are known, whether or not anybody ever said how much there is: what a count is held against. */
export function movedHere({ importedMilli, ownMilli, hq }: KnownStock): number {
  return hq === undefined ? (importedMilli ?? 0) + (ownMilli ?? 0) : hq.quantityMilli + hq.laterMilli;
}

/** Whether a ticket that takes `wantedMilli` would sell what is not there, as far as it is known. */
export function isOversold(hereMilli: number | undefined, wantedMilli: number): boolean {
  return hereMilli !== undefined && wantedMilli > 0 && wantedMilli > Math.max(0, hereMilli);
}
