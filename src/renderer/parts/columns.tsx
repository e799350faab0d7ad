import type { TextKey } from '../text/text.ts';
import { useDesk } from './desk.tsx';

/** What stands over the columns of a table. */
export function Columns({ names }: { readonly names: readonly TextKey[] }) {
  const { words } = useDesk();
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {words.t(name)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
