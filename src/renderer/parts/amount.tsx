/** An amount with tabular digits that keeps its own reading direction inside Arabic. */
export function Amount({ text, className }: { readonly text: string; readonly className?: string | undefined }) {
  return <bdi className={`amount ${className ?? ''}`}>{text}</bdi>;
}
