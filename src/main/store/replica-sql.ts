/** What headquarters says now, of its generations: the newest one that is visible, and not older than the last snapshot. */

function nowOf(table: string, key: string): string {
  return `(SELECT here.* FROM ${table} AS here JOIN hq_generations
    WHERE is_gone = 0 AND generation BETWEEN oldest AND visible
      AND NOT EXISTS (SELECT 1 FROM ${table} AS newer WHERE newer.${key} = here.${key}
        AND newer.generation > here.generation AND newer.generation <= visible))`;
}

/** In the place of a table. */
export const ACCOUNT_NOW = nowOf('hq_accounts', 'account_id');
export const CARD_NOW = nowOf('hq_cards', 'card_id');
export const MERGE_NOW = nowOf('hq_merges', 'person_id');
