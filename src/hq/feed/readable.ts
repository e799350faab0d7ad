/**
 * Whether tills can read an item. A till reads an answer whole or not at all: one item that is not as the contract says would
 * keep it from everything else for ever, so that none is stored, and none that was stored is sent.
 */
import { feedItemSchema } from '#contract/sync/feed.ts';

/** By kind, so that each item is held to one schema and not to all of them in turn. */
const SCHEMAS = new Map<string, (typeof feedItemSchema.options)[number]>(
  feedItemSchema.options.map((schema) => [schema.shape.kind.value, schema]),
);

/** What of an item no till can read, by the name of the field and never its value; undefined where all of it is readable. */
export function unreadableIn(item: {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
}): string | undefined {
  const schema = SCHEMAS.get(item.kind);
  if (schema === undefined) return 'kind';
  const read = schema.safeParse(item);
  return read.success ? undefined : (read.error.issues[0]?.path.join('.') ?? 'value');
}
