import { Field } from './field.tsx';

/** Longer than any name or code that somebody looks for. */
const CHARACTERS_MAX = 100;

/** What a list is searched by, above it. */
export function SearchField(props: {
  readonly label: string;
  readonly text: string;
  readonly onType: (text: string) => void;
}) {
  return (
    <Field
      label={props.label}
      name="search"
      kind="search"
      value={props.text}
      onType={props.onType}
      characters={CHARACTERS_MAX}
    />
  );
}
